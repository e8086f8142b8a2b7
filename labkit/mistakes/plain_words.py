"""What does Python's message mean, in one sentence that a beginner can act on?

Runs in CPython 3.11 and later and in Pyodide: a pattern fits every wording that Python has used
since. Standard library only.
"""

from __future__ import annotations

import re

# For each kind of error, from the particular pattern to the general one: what Python says (searched
# as a regular expression) and the sentence, with the pattern's groups as {0}, {1}. A kind without
# an entry that fits takes its parent's.
SENTENCES: dict[str, list[tuple[str, str]]] = {
    "TabError": [("", "Some lines begin with tabs and others with spaces; use spaces only.")],
    "IndentationError": [
        (
            "expected an indented block after (.+) on line",
            "The lines that belong to the {0} above start further to the right; indent them.",
        ),
        (
            "unexpected indent",
            "This line starts further to the right than its block; move it left.",
        ),
        ("unindent", "This line starts between two blocks; line it up with one of them."),
        ("", "The indentation does not fit the lines around it."),
    ],
    "SyntaxError": [
        ("expected ':'", "A line that opens a block ends with a colon."),
        ("'(.)' was never closed", "Somewhere behind this {0} its closing bracket is missing."),
        ("unmatched '(.)'", "This {0} closes a bracket that was never opened."),
        (
            "closing parenthesis '(.)' does not match .*'(.)'",
            "What was opened with {1} is closed with {0}; the two must be a pair.",
        ),
        ("Maybe you meant '=='", "A single = gives a name a value; to compare, write ==."),
        ("unterminated triple-quoted", 'This text is never closed; end it with """.'),
        ("unterminated .*string", "The quote that ends this text is missing."),
        ("forgot a comma", "Two values stand side by side here; a comma is missing between them."),
        (
            "'(return|yield|await)' outside",
            "Only a function can {0}; the line may have lost its indentation.",
        ),
        ("'(break|continue)'", "Only a loop has a {0}; the line may have lost its indentation."),
        ("call to 'print'", "In Python 3 print is a function: put brackets round what it prints."),
        (
            "invalid (?:non-printable )?character",
            "This character often comes from copied text; type it again on the keyboard.",
        ),
        ("'except' or 'finally'", "A try needs an except behind it that says what to do instead."),
        ("positional argument follows", "In a call, values with a name come after those without."),
        ("keyword argument repeated", "The call gives this argument twice."),
        (
            "(?:without a default|non-default)",
            "In a def line, parameters with a default come after those without.",
        ),
        ("f-string", "Inside the text, what stands between { and } is no complete expression."),
        ("", "Python cannot read this line; look for a missing bracket, quote or colon."),
    ],
    "UnboundLocalError": [
        (
            "variable '(\\w+)'",
            "The function gives {0} a value somewhere, so this {0} is its own and has none yet; "
            "set it first, or take it as a parameter.",
        )
    ],
    "NameError": [
        ("name '(true|false|null)'", "Python writes True, False and None."),
        ("free variable", "The function runs before the line that gives this name its value."),
        ("", "Nothing with this name exists here; check the spelling and the order of lines."),
    ],
    "ModuleNotFoundError": [
        (
            "",
            "A lab can import Python's standard library, mlplat_core and the packages it names, "
            "nothing else.",
        )
    ],
    "ImportError": [("cannot import", "The module is there, and has nothing of that name.")],
    "AttributeError": [
        (
            "'NoneType' object",
            "The value before the dot is None; a function without a return gives None, and so does "
            "a get() that finds nothing.",
        ),
        ("'dict' object .*'(\\w+)'", 'A dictionary gives its values by key: write row["{0}"].'),
        ("'list' object .*'add'", "A list grows with append; add is for sets."),
        ("'set' object .*'append'", "A set grows with add; append is for lists."),
        (
            "'(generator|coroutine|function)' object",
            "The value before the dot is a {0}, not what it produces.",
        ),
        (
            "^module 'datetime' has no attribute '(\\w+)'",
            "The module datetime holds a class of the same name; begin with "
            "from datetime import datetime.",
        ),
        ("^module '(\\w+)'", "The module {0} is there, and has nothing of that name."),
        ("", "The object on the left of the dot has nothing of that name."),
    ],
    "TypeError": [
        (
            "'NoneType' object is not (?:subscriptable|iterable|callable)|non-iterable NoneType",
            "The value here is None; a function without a return gives None.",
        ),
        (
            "for (\\S+): .*'NoneType'|'(\\S+)' not supported.*'NoneType'",
            "One of the two values is None; find out where it should have become a number.",
        ),
        (
            "unsupported operand type\\(s\\) for (\\S+): '(\\S+)' and '(\\S+)'",
            "{0} does not take a {1} and a {2} together; convert one of them first.",
        ),
        (
            "'\\S+' not supported between .*'dict' and 'dict'",
            "Dictionaries have no order; say what to compare with key=lambda row: ...",
        ),
        (
            "'\\S+' not supported between .*'(\\S+)' and '(\\S+)'",
            "A {0} and a {1} have no order; convert one of them first.",
        ),
        (
            'can only concatenate (str|list) \\(not "(.+)"\\)',
            "Only a {0} can be added to a {0}, and this is a {1}; convert it first.",
        ),
        (
            "can't (?:subtract|compare) offset",
            "One time has a time zone and the other has none; "
            "give both one, as in datetime.now(timezone.utc).",
        ),
        (
            "(generator|coroutine|function|method)' (?:object is not subscr|has no len)",
            "This is a {0}, not what it produces; call it, await it, or collect it with list().",
        ),
        (
            "cannot unpack non-iterable (\\w+)",
            "Several names on the left need several values on the right, and this is one {0}.",
        ),
        (
            "'(int|float|bool)' object is not iterable",
            "A loop needs several values, and this is one number; to count up to it, use range().",
        ),
        (
            "'(\\w+)' object is not callable",
            "Brackets behind a value call it, and a {0} cannot be "
            "called; look for a missing operator or comma, or a name that you have used twice.",
        ),
        ("missing \\d+ required", "The call gives fewer values than the def line asks for."),
        (
            "takes .* positional arguments? but",
            "The call gives more values than the def line has "
            "names for; a method's first name is self.",
        ),
        ("unexpected keyword|invalid keyword", "The def line has no parameter of that name."),
        (
            "unhashable type: '(\\w+)'",
            "Keys of dictionaries and members of sets must not change, and "
            "a {0} can; a tuple cannot.",
        ),
        (
            "list indices must",
            "A list is asked by position; if its entries are dictionaries, take one entry first.",
        ),
        (
            "string indices must",
            "This is a text, not a dictionary; a loop over a dictionary gives its keys.",
        ),
        (
            "'(\\w+)' object does not support item assignment",
            "A {0} never changes; make a new one with the change.",
        ),
        (
            "'(int|float|bool)' object is not subscriptable",
            "This is one number, and has nothing inside to pick out.",
        ),
        (
            "'NoneType' has no len",
            "The value here is None; a function without a return gives None.",
        ),
        ("'?(\\w+)'? has no len", "Only something with entries has a length, and this is a {0}."),
        (
            "Object of type (\\w+) is not JSON",
            "JSON knows texts, numbers, lists and dictionaries, "
            "but no {0}; convert it first, a time with .isoformat().",
        ),
        (
            "expected str instance, (\\w+) found",
            "join takes texts only, and this is a {0}; convert each one with str().",
        ),
        (
            "must be a string.* not 'NoneType'",
            "The value here is None; find out where it should have become a number.",
        ),
        ("'float' object cannot be interpreted", "A whole number is needed; int() makes one."),
        ("", "A value has another type, or a call other arguments, than the line expects."),
    ],
    "KeyError": [("", "The dictionary has no such key; print it to see which keys there are.")],
    "IndexError": [
        ("pop from empty", "There is nothing left to take out; test for that first."),
        ("assignment", "The list has no such place yet; append makes one at the end."),
        ("", "The list is shorter than the index assumes; it may be empty."),
    ],
    "ZeroDivisionError": [("", "The divisor is zero here; decide what the answer should then be.")],
    "JSONDecodeError": [
        ("Expecting value: line 1 column 1 ", "The text is empty or does not begin as JSON does."),
        ("double quotes", "JSON puts its keys and texts between double quotes."),
        ("", "The text is not JSON at the place that Python names."),
    ],
    "StatisticsError": [
        ("at least", "There are no values to calculate with; test for that first.")
    ],
    "ValueError": [
        ("convert string|invalid literal", "The text is not a number that Python can read."),
        (
            "^(max|min)\\(\\) ",
            "There is nothing to choose from; {0}(values, default=...) then gives "
            "an answer. A generator is empty once it has been used.",
        ),
        ("too many values to unpack", "There are more values on the right than names on the left."),
        (
            "not enough values to unpack",
            "There are fewer values on the right than names on the left.",
        ),
        ("not in list", "The list does not hold this value; test with in first."),
        ("closed file", "The file is closed by now; use it inside its with block."),
        (
            "does not match format|isoformat",
            "The text is not a time in the form that was asked for.",
        ),
        ("Unknown format code", "The format behind the colon is for numbers, and this is none."),
        (
            "math domain|expected a .*input",
            "The function has no answer for this number; test it first.",
        ),
        ("mutable default", "All objects would share it; write field(default_factory=...)."),
        ("", "The type is right, but this value is not one the function can use."),
    ],
    "FrozenInstanceError": [("", "The object never changes; replace() makes a changed copy.")],
    "RuntimeError": [
        (
            "changed size during iteration",
            "The loop adds or removes entries of what it goes "
            "through; go through a copy, list(...), instead.",
        ),
        ("asyncio.run|event loop", "In the page asyncio.run() is not possible."),
        ("start new thread", "The page has no threads; do one thing after the other."),
    ],
    "StopIteration": [("", "There was no next value; next(values, None) then gives None.")],
    "RecursionError": [("", "The function keeps calling itself; something must end the chain.")],
    "MemoryError": [("", "The program asked for more memory than the page has.")],
    "OverflowError": [("", "The number is too large for this calculation.")],
    "NotImplementedError": [("", "This part of the program is not written yet.")],
    "UnicodeDecodeError": [("", "The bytes are not text in this encoding.")],
    "FileNotFoundError": [("", "The page has no file of that name, and none of your machine's.")],
    "EOFError": [("", "Nobody can type while a program runs; put the value into the program.")],
    "SystemExit": [("", "The program ended itself; nothing after that call can run.")],
    "KeyboardInterrupt": [("", "The program interrupted itself, as Ctrl+C would have.")],
    "AssertionError": [("^$", "The program claims here that something holds, and it does not.")],
}


def plain_words(error: BaseException, said: str) -> str:
    """The sentence for an error, or nothing when there is none.

    Args:
        error: The error.
        said: What it says as text.
    """
    for kind in type(error).__mro__:
        for pattern, sentence in SENTENCES.get(kind.__name__, []):
            found = re.search(pattern, said)
            if found:
                return _filled(sentence, [group or "" for group in found.groups()])
    return ""


def _filled(sentence: str, groups: list[str]) -> str:
    for number, group in enumerate(groups):
        sentence = sentence.replace(f"{{{number}}}", group)
    return re.sub(r"\b([Aa]) (?=[aeiou])", r"\1n ", sentence)
