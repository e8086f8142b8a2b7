"""Which values does the model see, and where did each come from?"""
