"""What must hold for every lab, and who says so when it does not.

form       what a lab's files must look like; read only, so every site build runs it
behaviour  what a lab's programs must do; runs them, so `labkit check` and the tests do it
course     what must hold between labs, and between labs and lessons
"""
