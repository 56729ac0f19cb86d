#!/bin/sh
# SPDX-License-Identifier: MIT
# The packages that `make deb` built: lintian has no error to tell, and what is in them works from
# where it is unpacked.
#   B=build/cc tests/packages/deb.sh build/deb        (make deb-check)
. tests/checks/lib.sh
debs=$(cd "$1" && pwd)
package() { # name: its file
	ls "$debs/$1"_[0-9]*.deb
}
field() { # package, field
	dpkg-deb --field "$(package "$1")" "$2"
}

check "lintian" lintian --fail-on error,warning "$debs"/*.changes
is "the version" "$(field moderato Version)" "$("$moderato" --version | sed -n '1s/^moderato \([^ ,]*\).*/\1/p')"
is "what is kept of /etc" "$(dpkg-deb --info "$(package moderato)" conffiles)" \
	"/etc/logrotate.d/moderato
/etc/moderato/moderato.yaml"
for name in moderato libmoderato0; do
	check "$name needs libraries" sh -c "dpkg-deb --field '$(package $name)' Depends | grep -q 'libc6 .*libutf8proc2'"
done
is "nothing starts before somebody has a key" \
	"$(dpkg-deb --info "$(package moderato)" postinst | grep 'deb-systemd-invoke' | sed 's/^[[:space:]]*//')" \
	"deb-systemd-invoke try-restart moderato.service >/dev/null || true"

for name in moderato libmoderato0 libmoderato-dev; do
	check "$name unpacks" dpkg-deb -x "$(package $name)" "$work/tree"
done
is "the command finds its bundle" \
	"$("$work/tree/usr/bin/moderato" screen --output jsonl "You are an idiot and a liar." | jq -r .decision)" hold

# The daemon, by its other name.
mkfifo "$work/said"
"$work/tree/usr/bin/moderatod" --listen "unix:$work/socket" --key 0123456789ab 2>"$work/said" &
daemon=$!
exec 3<"$work/said"
read -r line <&3
is "it says where it listens" "$line" "moderato: listening on unix:$work/socket"
ask() { # path
	python3 -c 'import socket, sys
s = socket.socket(socket.AF_UNIX)
s.connect(sys.argv[1])
s.sendall(b"GET %s HTTP/1.0\r\n\r\n" % sys.argv[2].encode())
print(s.makefile().readline().split()[1])' "$work/socket" "$1"
}
is "it is ready" "$(ask /readyz)" 200
kill $daemon
wait $daemon
is "it ends when it is told to" $? 0

page=$(sed -n 's|^Documentation=.*file://||p' "$work/tree/lib/systemd/system/moderato.service")
check "the page that the unit names" [ -s "$work/tree$page" ]
check "the manual page of moderatod" [ -e "$work/tree/usr/share/man/man1/moderatod.1.gz" ]

# A program with the shared library, as pkg-config has it.
libs=$(echo "$work"/tree/usr/lib/*/pkgconfig)
sed -n '/^```c$/,/^```$/p' README.md | sed '/^```/d' >"$work/example.c"
flags=$(PKG_CONFIG_SYSROOT_DIR=$work/tree PKG_CONFIG_PATH=$libs pkg-config --cflags --libs moderato)
check "README's program" sh -c "${CC:-cc} -o '$work/example' '$work/example.c' $flags"
is "what it says" "$(LD_LIBRARY_PATH=${libs%/pkgconfig} "$work/example" \
	"$work/tree/usr/share/moderato/models/default" "You are an idiot and a liar.")" hold
finish
