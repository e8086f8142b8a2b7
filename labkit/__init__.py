"""The lab format: what a lab folder holds, how it is checked, shown and published."""
