#!/bin/sh
# SPDX-License-Identifier: MIT
# Builds the Debian packages from a copy of the tree, since dpkg wants a folder debian/ at its root.
#   tools/deb.sh VERSION FOLDER BUILD-DEPENDENCY…     FOLDER gets *.deb; called by `make deb`
set -eu
version=$1 folder=$2
shift 2
: "${DEBEMAIL:=moderato@packages.invalid}"

tree=$folder/moderato-$version
rm -rf "$folder"
mkdir -p "$tree"
if git rev-parse >/dev/null 2>&1; then # the files as they are, committed or not
	git ls-files -z --cached --others --exclude-standard
else
	find . -mindepth 1 \( -path ./build -o -name node_modules \) -prune -o -type f -print0
fi | tar --null --ignore-failed-read -cf - -T - | tar -xf - -C "$tree"

# What the templates leave open. The date is that of the sources, so that the packages are the same
# bytes whenever they are built.
if ! date=$(git log -1 --format=%cD 2>/dev/null); then
	date=$(date -R -r include/moderato/version.h)
fi
deps=$(echo "$@" | sed 's/ /, /g')
sed '1,2d; s/^$/./; s/^/ /' LICENSE >"$folder/license"
debian=$tree/debian
cp -R tools/debian "$debian"
for name in control changelog copyright; do
	sed -e "s/@VERSION@/$version/; s/@EMAIL@/$DEBEMAIL/; s/@DATE@/$date/; s/@DEPS@/$deps/" \
		-e '/^@LICENSE@$/ {
			r '"$folder/license"'
			d
		}' "$debian/$name.in" >"$debian/$name"
	rm "$debian/$name.in"
done

cd "$tree"
dpkg-buildpackage --build=binary --no-sign --jobs="${JOBS:-$(nproc)}"
