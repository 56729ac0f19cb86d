#!/bin/sh
# SPDX-License-Identifier: MIT
# Formatting, clang-tidy and cppcheck over the project's C. Needs `make deps-dev`.
set -u
bad=0
sources=$(git ls-files 'src/*.c' 'tools/*.c')
headers=$(git ls-files 'include/*.h' 'src/*.h' 'tools/*.h')
# shellcheck disable=SC2086
clang-format --dry-run -Werror $sources $headers $(git ls-files 'tests/*.c' 'tests/*.h') || bad=1
# shellcheck disable=SC2016,SC2086
printf '%s\n' $sources | xargs -P 2 -n 8 sh -c 'clang-tidy --quiet --warnings-as-errors="*" "$@" -- \
	-std=c11 -D_GNU_SOURCE -Iinclude -Isrc -Itools -Ibuild/cc/gen' tidy || bad=1
# shellcheck disable=SC2086
cppcheck --quiet --std=c11 --enable=warning,performance,portability --inline-suppr \
	--error-exitcode=1 -D__GNUC__ -Iinclude -Isrc -Itools $sources || bad=1
exit $bad
