"""How are the fraud models of Halvard Market trained? Needs: pip install 'mlplat[train]'."""
