import re
def ours(p):
    s=open(p).read()
    return re.sub(r'<<<<<<< [^\n]*\n(.*?)=======\n.*?>>>>>>> [^\n]*\n',r'\1',s,flags=re.S)
def put(p,s): open(p,'w').write(s)
s=ours('Makefile')
assert '-lzstd -lz ' in s
s=s.replace('-lzstd -lz ','-lzstd -lgumbo -lz ').replace('zlib1g-dev libzstd-dev\n','zlib1g-dev libzstd-dev libgumbo-dev\n')
put('Makefile',s)
s=ours('include/moderato/reader.h')
a=' * line), page (a news page saved as plain text, with its discussion), and what\n * other systems give as JSON:'
print(a in s)
s=s.replace(a,''' * line), page (a news page saved as plain text, with its discussion), html (a
 * web page saved as HTML: comments in schema.org's vocabulary, as microdata,
 * RDFa or JSON-LD, in the markup of WordPress and other known programs, else in
 * lists whose entries have an author and a time), and what other systems give as
 * JSON:''')
put('include/moderato/reader.h',s)
s=ours('src/README.md')
s=s.replace('sniffing, columns; saved pages, WordPress','sniffing, columns; saved pages, as text and as HTML, WordPress').replace('iconv `base/charset.c`.','iconv `base/charset.c`, gumbo `import/html_tree.c`.')
put('src/README.md',s)
s=ours('src/corpus/reader.c')
i=s.index('	ROW(tsv,')
s=s[:i]+'	ROW(html, "a web page saved as HTML, with comments", SNIFF_HEAD, IN_CONTEXT)                   \\\n'+s[i:]
put('src/corpus/reader.c',s)
s=ours('src/corpus/source.h')
if 'open_html' not in s:
    s=s.replace('bool sniff_lines(','''bool sniff_html(const struct sample *sample);
moderato_status open_html(struct source **out, struct input *in,
	const moderato_reader_options *options, moderato_error *err);
bool sniff_lines(''')
put('src/corpus/source.h',s)
s=ours('tests/checks/tree.sh'); print(re.findall(r"for header in.*",s)); s=s.replace("'iconv.h'","'iconv.h' 'gumbo.h'"); put('tests/checks/tree.sh',s)
s=ours('tools/moderato.1'); s=s.replace('tsv, tab-separated values','html, a web page saved as HTML, with comments; tsv, tab-separated values'); put('tools/moderato.1',s)
import os
for p in ['tests/cli/usage_bad_format.stderr','tests/fuzz/round_trip.c']:
    s=open(p).read()
    if '<<<<' in s: put(p,ours(p)); print('conflict',p)
