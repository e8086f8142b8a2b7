"""How does the service stay upright when callers, the store or a model do not?"""
