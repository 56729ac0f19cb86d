#!/bin/sh
# SPDX-License-Identifier: MIT
# Each public header compiles alone, as C11 and as C++, without a warning.
passed=0 failed=0
for h in include/moderato/*.h; do
	if ${CC:-cc} -std=c11 -Wall -Wextra -Wpedantic -Werror -Iinclude -fsyntax-only -x c "$h" &&
		${CXX:-c++} -Wall -Wextra -Wpedantic -Werror -Iinclude -fsyntax-only -x c++ "$h"; then
		passed=$((passed + 1))
	else
		echo "$h does not stand alone"
		failed=$((failed + 1))
	fi
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
