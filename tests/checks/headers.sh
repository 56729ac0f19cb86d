#!/bin/sh
# SPDX-License-Identifier: MIT
# Each public header compiles alone, as C11 and as C++, without a warning.
. tests/checks/lib.sh
for h in include/moderato/*.h; do
	check "$h as C" ${CC:-cc} -std=c11 -Wall -Wextra -Wpedantic -Werror -Iinclude -fsyntax-only -x c "$h"
	check "$h as C++" ${CXX:-c++} -Wall -Wextra -Wpedantic -Werror -Iinclude -fsyntax-only -x c++ "$h"
done
finish
