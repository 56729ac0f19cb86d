#!/bin/sh
# SPDX-License-Identifier: MIT
# What `make install` puts in place works there, with another PREFIX than the build's: the command
# finds its bundle, programs are built by pkg-config's flags with the shared and the static library,
# and nothing else than public names is in their way. A copy of the tree is installed from, since
# another PREFIX makes a few files of the build anew.
. tests/checks/lib.sh
: "${CC:=cc}" "${CXX:=c++}" "${CFLAGS:=-O2 -g}"
[ -z "$SAN" ] || skip_all "nobody installs a sanitised build"
unset MAKEFLAGS MFLAGS MAKELEVEL LD_LIBRARY_PATH PKG_CONFIG_PATH

# The build as it is: objects keep their times, so that nothing is compiled without need.
mkdir -p "$work/tree/$B"
cp -a Makefile include models src "$work/tree"
tar -cf - --exclude=node_modules tools tests/fuzz/fuzz.mk | tar -xf - -C "$work/tree"
cp -a "$B"/gen "$B"/see "$B"/src "$B"/tools "$B"/libmoderato.* "$B"/objects.a "$B"/moderato* "$work/tree/$B"
install_to() { # PREFIX=…
	make -s -C "$work/tree" BUILD="${BUILD:-build}" B="$B" CC="$CC" CXX="$CXX" CFLAGS="$CFLAGS" "$@"
}
prefix=$work/some/prefix
check "make install" install_to install PREFIX="$prefix"

# The command, beside its data and moved away from it.
greeting() {
	"$1" screen --quiet --output jsonl "You are an idiot and a liar." | jq -r .decision
}
is "the command finds its bundle" "$(greeting "$prefix/bin/moderato")" hold
cp "$prefix/bin/moderato" "$work/elsewhere"
is "the command elsewhere finds it, too" "$(greeting "$work/elsewhere")" hold
mv "$work/some" "$work/moved"
is "an install that was moved" "$(greeting "$work/moved/prefix/bin/moderato")" hold
mv "$work/moved" "$work/some"

is "moderatod is the same program" "$("$prefix/bin/moderatod" --version)" "$("$prefix/bin/moderato" --version)"
is "as the daemon" "$("$prefix/bin/moderatod" --help)" "$("$prefix/bin/moderato" serve --help)"

# The service: its units name what was installed, and systemd takes them. A configuration that
# somebody changed is left alone.
units=$prefix/lib/systemd/system config=$prefix/etc/moderato/moderato.yaml
is "what the service runs" "$(sed -n 's/^ExecStart=//p' "$units/moderato.service")" \
	"$prefix/bin/moderato serve --config $config"
is "nothing in the units is left open" "$(grep -h '@[A-Z]*@' "$units"/*)" ""
is "a key is all that the configuration lacks" \
	"$("$prefix/bin/moderato" serve --check-config --config "$config" --key 0123456789ab 2>&1)" "$config: ok"
exposure() { # in tenths
	systemd-analyze security --offline=true "$units/moderato.service" |
		sed -n 's/.*exposure level for .*: \([0-9]*\)\.\([0-9]\).*/\1\2/p'
}
if command -v systemd-analyze >/dev/null; then
	is "systemd-analyze verify" "$(systemd-analyze verify --man=no "$units"/moderato.* 2>&1 | grep moderato)" ""
	check "exposure of $(exposure) tenths: below 2" [ "$(exposure)" -lt 20 ]
else
	skip "no systemd-analyze"
fi
echo '# ours' >>"$config"
check "make install once more" install_to install PREFIX="$prefix"
is "a configuration that is there is kept" "$(tail -n 1 "$config")" "# ours"

# Hardened, as the default flags have it.
has() { # what, how it is seen, pattern
	check "$1" sh -c "$2 | grep -q '$3'"
}
for file in bin/moderato lib/libmoderato.so; do
	has "$file is bound at start" "readelf -dW $prefix/$file" BIND_NOW
	has "$file: its tables are read-only" "readelf -lW $prefix/$file" GNU_RELRO
	has "$file: stacks are guarded" "nm -D $prefix/$file" __stack_chk_fail
	[ "$CFLAGS" != '-O2 -g' ] || has "$file: copies are checked" "nm -D $prefix/$file" __memcpy_chk
done
has "the command lies at any address" "readelf -dW $prefix/bin/moderato" 'Flags:.* PIE'

# README's program by README's line, and the tour of moderato.h.
sed -n '/^```c$/,/^```$/p' README.md | sed '/^```/d' >"$work/example.c"
sed -n '/^ \* @code$/,/^ \* @endcode$/p' include/moderato/moderato.h |
	sed '/@code$/d; /@endcode$/d; s/^ \* \{0,1\}//' >"$work/tour.c"
export PKG_CONFIG_PATH="$prefix/lib/pkgconfig"
line=$(sed -n 's/^cc -o example example.c //p' README.md)
bundle=$prefix/share/moderato/models/default
cd "$work" || exit 4
check "README's line" sh -c "$CC -o example example.c $line"
is "README's program" "$(./example "$bundle" "You are an idiot and a liar.")" hold
strict='-Wall -Wextra -Wpedantic -Werror'
check "the tour in C" sh -c "$CC -std=c11 $strict -o tour tour.c $line"
check "the tour in C++" sh -c "$CXX -x c++ $strict -o tour++ tour.c $line"
printf '%s\n' '{"text":"Thank you."}' '{"text":' '{"text":"You idiot."}' >comments.jsonl
is "the tour's program" "$(./tour "$bundle" comments.jsonl 2>told | jq -r .decision | tr '\n' ' ')" \
	"publish hold "
is "what it tells" "$(grep -c '^comments.jsonl:2: ' told)" 1
is "the tour's program in C++" "$(./tour++ "$bundle" comments.jsonl 2>/dev/null | cksum)" \
	"$(./tour "$bundle" comments.jsonl 2>/dev/null | cksum)"

# The static library: in a program with functions of the names that are private to it.
nm "$prefix/lib/libmoderato.a" | awk '$2 == "t" && $3 ~ /^[a-z][a-z0-9]*_[a-z0-9_]*$/ {print $3}' |
	sort -u >names
check "names that are private: $(wc -l <names)" [ "$(wc -l <names)" -ge 400 ]
sed 's/.*/void &(void); void &(void) { __builtin_abort(); }/' names >own.c
static="$prefix/lib/libmoderato.a $(pkg-config --static --libs-only-l moderato | sed 's/-lmoderato//')"
cflags=$(pkg-config --cflags moderato)
for how in "$CC" "$CC -Wl,--gc-sections" "$CXX -Wl,--gc-sections"; do
	check "static, $how" sh -c "$CC $cflags -c -o tour.o tour.c && $CC -w -fno-builtin -c -o own.o own.c &&
		$how -o static tour.o own.o $static"
	is "static, $how: what it prints" "$(./static "$bundle" comments.jsonl 2>/dev/null | cksum)" \
		"$(./tour "$bundle" comments.jsonl 2>/dev/null | cksum)"
done

# A package of a distribution.
cd "$root" || exit 4
check "make install with DESTDIR" install_to install PREFIX=/usr DESTDIR="$work/package"
pc=$work/package/usr/lib/pkgconfig/moderato.pc
is "no run path to /usr/lib" "$(grep -c rpath "$pc")" 0
is "no DESTDIR in moderato.pc" "$(grep -c "$work" "$pc")" 0
is "no DESTDIR in the command" "$(grep -c "$work" "$work/package/usr/bin/moderato")" 0
is "where the configuration goes" "$(cd "$work/package" && find etc -type f)" etc/moderato/moderato.yaml
check "make uninstall" install_to uninstall PREFIX=/usr DESTDIR="$work/package"
is "what uninstall leaves" "$(find "$work/package" ! -type d)" ""
check "make uninstall where the configuration was changed" install_to uninstall PREFIX="$prefix"
is "what that leaves" "$(find "$prefix" ! -type d)" "$config"
finish
