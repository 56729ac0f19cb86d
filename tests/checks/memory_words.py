# SPDX-License-Identifier: MIT
"""What the programs beside this file write large inputs with. The folder is the first argument."""
import sys

COMMENT = 1 << 18  # MODERATO_COMMENT_BYTES_MAX
FOLDER = sys.argv[1]


def write(name, *parts):
    with open(f'{FOLDER}/{name}', 'wb') as file:
        for part in parts:
            file.write(part)


def words(first, n):
    """Distinct words of three letters or more."""
    letters = 'abcdefghijklmnopqrstuvwxyz'
    out = []
    for i in range(first, first + n):
        word = ''
        while i or len(word) < 3:
            word += letters[i % 26]
            i //= 26
        out.append(word)
    return ' '.join(out).encode()
