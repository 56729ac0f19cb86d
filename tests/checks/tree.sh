#!/bin/sh
# SPDX-License-Identifier: MIT
# The tree as it is meant to be: one door for each library, the corpus in order, generated tables up
# to date, the root and the tests in order, and nothing of any machine in it.
. tests/checks/lib.sh
one_door() { # header
	n=$(grep -rlE "#include <$1>" src tools | wc -l)
	[ "$n" -eq 1 ] || { echo "<$1> is included in $n files" && return 1; }
}
for header in 'libsvm/svm.h' 'utf8proc.h' 'yaml.h' 'expat.h' 'simdjson.h' 'zlib.h' 'zstd.h' 'iconv.h' 'cld2/public/compact_lang_det.h' 'parquet/file_reader.h'; do
	check "one door: $header" one_door "$header"
done
no_inner_header_in_tools() {
	! grep -rnE '#include "(text|feature|model|policy|classify|corpus|import|perturb|measure|dataset|train)/' tools --include='*.[ch]'
}
check "tools/ sees public headers and base/ only" no_inner_header_in_tools
names_are_unique() {
	twice=$(find src tools tests -name node_modules -prune -o \( -name '*.[ch]' -o -name '*.cc' \) -print |
		sed 's|.*/||' | sort | uniq -d)
	[ -z "$twice" ] || { echo "more than once: $twice" && return 1; }
}
check "a source file's name is there once" names_are_unique
# What git ignores, such as build/, may be there, and nothing else.
root_is_clean() {
	if git rev-parse >/dev/null 2>&1; then
		git ls-files --cached --others --exclude-standard | cut -d / -f 1 | sort -u
	else
		ls -A | grep -vx build
	fi >"$work/there"
	tr ' ' '\n' >"$work/meant" <<-'END'
		src models include corpus tests tools Makefile README.md LICENSE
		.ci .clang-format .clang-tidy .editorconfig .gitignore
	END
	! grep -vxFf "$work/meant" "$work/there"
}
check "nothing stands at the root that is not meant to" root_is_clean
cases_are_whole() {
	! (cd tests/cli && ls -d -- *.sh *.stdout *.stderr *.exit 2>/dev/null | grep -vx run.sh) || return 1
	for file in tests/cli/*/*.*; do
		[ -e "${file%.*}.sh" ] || { echo "$file has no script" && return 1; }
	done
}
check "every case of the command line has its script, in the folder of a command" cases_are_whole
corpus_is_sound() {
	cat corpus/[!s]*.jsonl corpus/spam.jsonl | jq -es '
		length >= 8000 and (map(.id) | unique | length) == length
		and (map(.text) | unique | length) == length
		and all(.[]; (.text | length > 0) and (.labels | length > 0)
			and all(.labels[]; . == 0 or . == 1))' >/dev/null
}
check "corpus/: at least 8000 rows, no id and no text twice, labels 0 or 1" corpus_is_sound
no_machine_paths() {
	! git grep -nE '"/(home|root|work)/[a-z]' -- '*.c' '*.h' '*.sh' '*.md' Makefile
}
if git rev-parse >/dev/null 2>&1; then
	check "no path of a machine" no_machine_paths
fi
table=../shared/unicode/confusables.txt
if [ -e "$table" ]; then
	check "confusables.inc is up to date" tools/gen_confusables.py --check "$table" src/text/confusables.inc
fi
references_are_up_to_date() {
	tools/gen_references.py "$work/references.inc" && cmp "$work/references.inc" src/import/html/html_references.inc
}
check "html_references.inc is up to date" references_are_up_to_date
finish
