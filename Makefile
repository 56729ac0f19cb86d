# moderato: `make help` lists the targets.
.DEFAULT_GOAL := all
comma := ,
Q := $(if $(filter 1,$(V)),,@)
say = @$(if $(filter 1,$(V)),:,printf '  %-6s %s\n' $(1) $(2))

ver     = $(shell sed -n 's/^.define MODERATO_VERSION_$(1) *//p' include/moderato/version.h)
VERSION := $(call ver,MAJOR).$(call ver,MINOR).$(call ver,PATCH)

PREFIX  ?= /usr/local
BINDIR  ?= $(PREFIX)/bin
LIBDIR  ?= $(PREFIX)/lib
INCDIR  ?= $(PREFIX)/include
DATADIR ?= $(PREFIX)/share/moderato
PLUGINDIR ?= $(LIBDIR)/moderato
MANDIR  ?= $(PREFIX)/share/man/man1
DOCDIR  ?= $(PREFIX)/share/doc/moderato
SYSCONFDIR  ?= $(if $(filter /usr /usr/local,$(PREFIX)),/etc,$(PREFIX)/etc)
SYSTEMD_DIR ?= $(PREFIX)/lib/systemd/system

# A variant is a compiler and a sanitiser; B is where its objects go.
# SAN=address,undefined | undefined | thread
BUILD  ?= build
CLANG  := $(findstring clang,$(notdir $(CC)))
ifneq ($(CLANG),)
CXX    := $(patsubst %clang,%clang++,$(CC))
endif
B      := $(BUILD)/$(notdir $(CC))$(if $(SAN),-$(subst $(comma),-,$(SAN)))
CFLAGS ?= -O2 -g
CXXFLAGS ?= $(CFLAGS)
WARN   = -Wall -Wextra -Wpedantic -Wshadow -Wconversion $(if $(WERROR),-Werror)
WARNC  = -std=c11 -ffp-contract=off -Wstrict-prototypes -Wmissing-prototypes -Wvla
DEFS   = -D_GNU_SOURCE $(if $(findstring address,$(SAN)),-DMODERATO_ARENA_MALLOC)
SANFLAGS = $(if $(SAN),-fsanitize=$(SAN) -fno-omit-frame-pointer -fno-sanitize-recover=all)
SANLINK  = $(SANFLAGS) $(if $(SAN),$(if $(CLANG),-fsanitize-link-c++-runtime))
SECTIONS = -ffunction-sections -fdata-sections

# Hardening, before the user's flags, which win. FORTIFY_SOURCE needs an optimising compiler; where
# the user's flags name it, they decide. Sanitisers check the same and more.
harden = $(if $(SAN),,-fstack-protector-strong $(if $(filter-out -O0,$(filter -O%,$(1))),$(if \
  $(findstring FORTIFY_SOURCE,$(CPPFLAGS) $(1)),,-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2)))
RELRO = -Wl,-z,relro,-z,now
PIE   = $(if $(filter -static% -no-pie,$(CFLAGS) $(LDFLAGS)),,-pie)

# The same bytes wherever the tree is: no object names its folder, which compilers take from PWD.
export PWD := $(CURDIR)
FIXED = -ffile-prefix-map=$(CURDIR)=.
TOOL_LIBS = -lmicrohttpd -lgnutls -lsystemd
LDLIBS = -lsvm -lutf8proc -lyaml -lexpat -lsimdjson -lcld2 -lzstd -lz -lstdc++ -lm -lpthread -ldl

OBJCOPY ?= objcopy

LIB_SRC  := $(sort $(wildcard src/*/*.c src/*/*/*.c))
LIB_CXX  := $(sort $(wildcard src/*/*.cc))
LIB_OBJ  := $(LIB_SRC:%.c=$(B)/%.o) $(LIB_CXX:%.cc=$(B)/%.o)
TOOL_OBJ := $(patsubst %.c,$(B)/%.o,$(sort $(wildcard tools/*.c tools/*/*.c tools/*/*/*.c)))
TEST_BIN := $(patsubst tests/%.c,$(B)/tests/%,$(sort $(wildcard tests/unit/test_*.c)))
HEADERS  := $(sort $(wildcard include/moderato/*.h))

SONAME := libmoderato.so.$(call ver,MAJOR)
SHLIB  := libmoderato.so.$(VERSION)
MODEL  := models/default/default.bundle

# Arrow's library, which reads Parquet, is optional: ARROW is a folder that has it, as pyarrow's does,
# or "pkg-config", or "none". Only a plug-in is linked to it; src/base/parquet.h says why.
ARROW ?= $(or $(wildcard $(BUILD)/pyarrow/pyarrow),$(shell pkg-config --exists parquet arrow \
	2>/dev/null && echo pkg-config || echo none))
ARROW := $(ARROW)
ifeq ($(ARROW),pkg-config)
ARROW_CFLAGS := $(patsubst -I%,-isystem %,$(shell pkg-config --cflags parquet arrow))
ARROW_LIBS := $(shell pkg-config --libs parquet arrow)
else ifneq ($(filter-out none,$(ARROW)),)
ARROW_AT := $(patsubst %/,%,$(dir $(firstword $(wildcard \
	$(foreach d,. lib lib64,$(abspath $(ARROW)/$(d))/libparquet.so*)))))
$(if $(ARROW_AT),,$(error ARROW=$(ARROW): no libparquet.so is in that folder))
ARROW_CFLAGS := -isystem $(ARROW)/include
ARROW_LIBS := $(foreach l,parquet arrow,$(firstword $(wildcard $(ARROW_AT)/lib$(l).so*))) \
	-Wl,-rpath,$(ARROW_AT)
endif
PARQUET := $(if $(ARROW_LIBS),moderato-parquet.so)

UNITS  := $(B)/moderato.service $(B)/moderato.socket

.PHONY: all lib demo test check asan ubsan tsan clang fuzz fuzz-replay lint bench \
	bench-programs bench-budget bench-campaigns bench-report models policy quality tables \
	check-models install uninstall deb deb-check dist distcheck clean help deps deps-test deps-deb \
	deps-dev deps-page deps-arrow no-parquet report-page report-deps deps-http http-deps FORCE

## all: build the command (build/moderato) and the library
all: $(if $(SAN),$(B)/moderato,$(BUILD)/moderato) $(B)/moderato.1 lib $(UNITS) \
	$(if $(PARQUET),$(if $(SAN),$(B),$(BUILD))/moderato-parquet.so,no-parquet)

## lib: build the static and the shared library
lib: $(B)/libmoderato.a $(B)/$(SHLIB) $(B)/moderato.pc

## demo: install what is needed, build, screen the sample discussion, and say how to start the daemon
demo: deps
	$(Q)$(MAKE) --no-print-directory all
	$(Q)printf '\n  %s\n\n' 'build/moderato score corpus/sample-page.txt'
	$(Q)$(BUILD)/moderato score --output table corpus/sample-page.txt
	$(Q)printf '\n%s\n\n' "The same as a service, which clients of Perspective and Akismet can ask:"
	$(Q)printf '  %s\n' "build/moderato serve --listen 127.0.0.1:8080 --key 0123456789ab &" \
	  "curl '127.0.0.1:8080/v1alpha1/comments:analyze?key=0123456789ab' \\" \
	  "  -d '{comment: {text: \"You are an idiot.\"}, requestedAttributes: {TOXICITY: {}}}'"

# ---- what is needed (Debian) ----

DEPS := gcc g++ make libsvm-dev libutf8proc-dev libyaml-dev libexpat1-dev libsimdjson-dev \
	zlib1g-dev libzstd-dev libcld2-dev libmicrohttpd-dev libgnutls28-dev libsystemd-dev
DEPS_TEST := libcmocka-dev liblinear-dev libsvm-tools jq libxml2-utils man-db python3 curl openssl \
	python3-prometheus-client faketime valgrind gzip zstd
NODE := $(if $(shell command -v node),,nodejs) $(if $(shell command -v npm),,npm)
DEPS_PAGE := $(NODE) chromium
DEPS_HTTP := $(NODE) libnss-wrapper python3-googleapi libnet-akismet-perl mariadb-server-core mariadb-client-core \
	php-cli php-mysql
DEPS_DEB := build-essential debhelper
DEPS_BENCH := fasttext python3-sklearn jq valgrind wrk
DEPS_QUALITY := python3 python3-numpy
DEPS_DEV := clang clang-format clang-tidy cppcheck libclang-rt-dev linux-perf time

apt = $(Q)missing=$$(for p in $(1); do dpkg-query -W -f='$${Status}' $$p 2>/dev/null | \
	grep -q 'ok installed' || echo $$p; done); \
	if [ -n "$$missing" ]; then \
	  echo "installing:" $$missing; \
	  as=$$([ "$$(id -u)" = 0 ] || echo sudo); \
	  $$as apt-get -qq update && DEBIAN_FRONTEND=noninteractive \
	  $$as apt-get -qq install -y --no-install-recommends $$missing >/dev/null; \
	fi
## deps: install what building needs (apt-get, as root or by sudo; skipped when present)
deps:
	$(call apt,$(DEPS))
## deps-test: and what the tests need
deps-test:
	$(call apt,$(DEPS) $(DEPS_TEST))
	$(Q)$(MAKE) --no-print-directory deps-page || \
	  echo "without them the tests of the report's page are skipped"
	$(Q)$(MAKE) --no-print-directory deps-http || \
	  echo "without them tests of the daemon with other people's clients are skipped"
deps-deb:
	$(call apt,$(DEPS_DEB))
deps-page:
	$(call apt,$(DEPS_PAGE))
	$(Q)$(MAKE) --no-print-directory report-deps
deps-http:
	$(call apt,$(DEPS_HTTP))
	$(Q)$(MAKE) --no-print-directory http-deps $(WORDPRESS)
## deps-dev: and what developers need
deps-dev:
	$(call apt,$(DEPS) $(DEPS_TEST) $(DEPS_BENCH) $(DEPS_QUALITY) $(DEPS_DEV))

## deps-arrow: install Arrow from PyPI (pyarrow) below build/, so that `make` builds what reads Parquet
deps-arrow:
	$(call apt,g++ python3-pip)
	$(Q)$(PYTHON) -m pip --disable-pip-version-check install --quiet --no-deps --upgrade \
	  --root-user-action=ignore --only-binary :all: --target $(BUILD)/pyarrow pyarrow==26.0.1

# ---- building ----

link = $(CC) $(CFLAGS) $(SANLINK) $(RELRO) $(LDFLAGS)

# What tests and the program link: the library's objects, with names that are not for everybody.
$(B)/objects.a: $(LIB_OBJ)
	$(call say,AR,$@)
	$(Q)rm -f $@ && $(AR) rcsDT $@ $^

# What reads Parquet, loaded by the program and the library when they meet such a file. Arrow's headers
# want C++20.
PARQUET_OBJ := $(patsubst %.cc,$(B)/%.o,$(sort $(wildcard src/base/parquet/*.cc)))
$(PARQUET_OBJ): override CXXFLAGS += -std=c++20 -fexceptions -frtti $(ARROW_CFLAGS)
$(PARQUET_OBJ): $(B)/gen/arrow.txt | $(B)/see/stamp
$(B)/gen/arrow.txt: FORCE
	$(Q)mkdir -p $(@D)
	$(Q)echo '$(ARROW_CFLAGS) $(ARROW_LIBS)' > $@.new
	$(Q)$(settle)
$(B)/moderato-parquet.so: $(PARQUET_OBJ)
	$(call say,SO,$@)
	$(Q)$(CXX) $(CXXFLAGS) $(SANLINK) $(RELRO) $(LDFLAGS) -shared -o $@ $^ $(ARROW_LIBS)

# One that is left of an earlier build would be found.
no-parquet:
	$(Q)rm -f $(B)/moderato-parquet.so $(if $(SAN),,$(BUILD)/moderato-parquet.so)

# What is installed has public names only: one object, whose hidden names have become local. COMDAT
# groups (of C++) are resolved first: a group of another library with the same, now local, name must
# not replace one of ours. Functions have sections of their own, so that --gc-sections still drops
# what a program does not use.
$(B)/libmoderato.a: $(LIB_OBJ)
	$(call say,AR,$@)
	$(Q)$(CC) $(CFLAGS) -nostdlib -r -Wl,--force-group-allocation \
	  $(if $(CLANG),,-flinker-output=nolto-rel) -o $(B)/moderato.o $^
	$(Q)$(OBJCOPY) --localize-hidden $(B)/moderato.o
	$(Q)rm -f $@ && $(AR) rcsD $@ $(B)/moderato.o && rm $(B)/moderato.o

$(B)/$(SHLIB): $(LIB_OBJ)
	$(call say,SO,$@)
	$(Q)$(link) -shared -Wl,-soname,$(SONAME) -o $@ $^ $(LDLIBS)

# What depends on PREFIX and its like is written anew by every make and replaced where it differs, so
# that `make install` may be given other ones than `make`.
settle = cmp -s $@.new $@ && rm $@.new || mv $@.new $@

# A program finds the shared library without ldconfig: unless the library is where the loader looks
# anyway, who links it by pkg-config gets a run path to it.
SYSTEM_LIBDIR := $(filter /lib /lib/% /lib64 /usr/lib /usr/lib/% /usr/lib64,$(LIBDIR))
$(B)/moderato.pc: FORCE
	$(Q)mkdir -p $(@D)
	$(Q)printf '%s\n' 'prefix=$(PREFIX)' 'libdir=$(LIBDIR:$(PREFIX)/%=$${prefix}/%)' \
	  'includedir=$(INCDIR:$(PREFIX)/%=$${prefix}/%)' '' \
	  'Name: moderato' 'Description: comment moderation: score comments, decide, explain, train' \
	  'Version: $(VERSION)' 'Cflags: -I$${includedir}' \
	  'Libs: -L$${libdir}$(if $(SYSTEM_LIBDIR),, -Wl$(comma)-rpath$(comma)$${libdir}) -lmoderato' \
	  'Libs.private: $(LDLIBS)' > $@.new
	$(Q)$(settle)
$(B)/gen/folders.inc: FORCE
	$(Q)mkdir -p $(@D)
	$(Q)printf 'static const char %s[] = "%s";\n' data_folder '$(DATADIR)' plugin_folder '$(PLUGINDIR)' \
	  > $@.new
	$(Q)$(settle)
$(UNITS): $(B)/%: tools/serve/%.in FORCE
	$(Q)mkdir -p $(@D)
	$(Q)sed 's,@BINDIR@,$(BINDIR),g; s,@CONFDIR@,$(SYSCONFDIR)/moderato,g; s,@DOCDIR@,$(DOCDIR),g' $< > $@.new
	$(Q)$(settle)

# The program's parts, for tests as well; its main() is not among them.
$(B)/tools.a: $(filter-out $(B)/tools/moderato.o,$(TOOL_OBJ))
	$(call say,AR,$@)
	$(Q)rm -f $@ && $(AR) rcsDT $@ $^

$(B)/moderato: $(B)/tools/moderato.o $(B)/tools.a $(B)/objects.a
	$(call say,LD,$@)
	$(Q)$(link) $(PIE) -o $@ $^ $(TOOL_LIBS) $(LDLIBS)

# The program to use: the last plain build, never a sanitised one.
$(BUILD)/moderato $(BUILD)/moderato-parquet.so: $(BUILD)/%: $(B)/% FORCE
	$(Q)cmp -s $< $@ || { rm -f $@ && cp $< $@; }
FORCE:

# The manual page: a line "@PART" of its template is replaced by what the program prints of PART.
$(B)/moderato.1: tools/moderato.1.in $(B)/moderato
	$(call say,MAN,$@)
	$(Q)awk -v program='$(B)/moderato --man ' '!/^@/ {print; next} \
	  {if (system(program substr($$0, 2)) != 0) exit 1}' $< > $@.new && mv $@.new $@

# A folder may include itself and those that it needs, which is what their headers include, too: it is
# compiled with a view of the tree that holds no others, so a layering mistake is a compile error.
# tools/ sees the public headers, src/base/ and its own folders.
needs_base        :=
needs_base/parquet :=
needs_text        := base
needs_feature     := base text
needs_model       := base text feature
needs_policy      := base text
needs_encode      := base text feature model
needs_classify    := base text feature model policy encode
needs_campaign    := base text
needs_corpus      := base
needs_import      := base text corpus
needs_import/xml  := base text corpus
needs_import/talk := base text corpus
needs_import/html := base text corpus import/talk
needs_perturb     := base text
needs_measure     := base text corpus
needs_dataset     := base text feature model policy encode classify
needs_train       := base text feature model policy encode classify dataset measure
needs_report      := base measure
needs_tools/terminal := base
needs_tools/stream   := base tools/terminal
needs_tools/site     := base tools/terminal tools/stream
needs_tools/campaign := base tools/terminal tools/stream
needs_tools/gate     := base tools/terminal tools/stream
needs_tools/serve    := base tools/terminal tools/stream
needs_tools          := base $(addprefix tools/,terminal stream site campaign gate serve)
FOLDERS := $(patsubst needs_%,%,$(filter needs_%,$(.VARIABLES)))

# What a folder sees is replaced only where it changes: a header that is looked for while it is not there
# counts as unchanged, and with -j what includes it would not be compiled again.
see = $(B)/see/$(subst /,-,$(1))
new = $(B)/see.new/$(subst /,-,$(1))
look = mkdir -p $(new)/$(filter-out ./,$(dir $(2:tools/%=%))) && \
  ln -s $(CURDIR)/$(if $(filter tools%,$(2)),$(2),src/$(2)) $(new)/$(2:tools/%=%);
$(B)/see/stamp: Makefile
	$(Q)rm -rf $(B)/see.new && mkdir -p $(B)/see.new $(@D)
	$(Q)$(foreach d,$(FOLDERS),$(foreach n,$(d) $(needs_$(d)),$(call look,$(d),$(n))))
	$(Q)links() { find $$1 -type l -printf '%P %l\n' | sort; }; \
	  if [ "$$(links $(@D))" = "$$(links $(B)/see.new)" ]; then rm -rf $(B)/see.new; \
	  else rm -rf $(@D) && mv $(B)/see.new $(@D); fi
	$(Q)touch $@

# The folders in tools/serve/ see what tools/serve/ does.
view = $(call see,$(patsubst tools/serve/%,tools/serve,$(patsubst src/%,%,$(patsubst %/,%,$(dir $<)))))
$(B)/src/%:   INCLUDES = -Iinclude -I$(view) -I$(B)/gen
$(B)/tools/%: INCLUDES = -Iinclude -I$(view) -I$(B)/gen
$(B)/tests/%: INCLUDES = -Iinclude -Isrc -Itests -Itools
# CLD2 throws when memory is out, also where CXXFLAGS are given on the command line.
$(B)/src/text/language.o: override CXXFLAGS += -fexceptions -frtti
$(LIB_OBJ): | $(B)/gen/default_policy.inc
$(LIB_OBJ) $(TOOL_OBJ): | $(B)/see/stamp
$(TOOL_OBJ): | $(B)/gen/folders.inc

$(B)/%.o: %.c
	$(call say,CC,$<)
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) $(INCLUDES) $(DEFS) $(CPPFLAGS) $(WARN) $(WARNC) $(FIXED) \
	  $(call harden,$(CFLAGS)) $(CFLAGS) $(SANFLAGS) -fPIC -fvisibility=hidden $(SECTIONS) \
	  -MMD -MP -c -o $@ $<
$(B)/%.o: %.cc
	$(call say,CXX,$<)
	$(Q)mkdir -p $(@D)
	$(Q)$(CXX) -std=c++17 -fno-exceptions -fno-rtti $(INCLUDES) $(DEFS) $(CPPFLAGS) $(WARN) \
	  $(FIXED) $(call harden,$(CXXFLAGS)) $(CXXFLAGS) $(SANFLAGS) -fPIC -fvisibility=hidden $(SECTIONS) \
	  -MMD -MP -c -o $@ $<

# The default policy and the pages of the reports are edited as what they are and compiled in: the
# bytes of x.yaml as x_yaml[].
embed = { echo 'static const char $(subst .,_,$(notdir $<))[] = {'; \
	od -An -v -to1 $< | sed "s/ *\([0-7][0-7]*\)/'\\\\\1',/g"; echo '0};'; } > $@
$(B)/gen/default_policy.inc: src/policy/default_policy.yaml
	$(call say,GEN,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(embed)
$(B)/gen/%_html.inc: tools/report/dist/%.html
	$(call say,GEN,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(embed)
$(B)/gen/%_json.inc: tools/serve/perspective/%.json
	$(call say,GEN,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(embed)
$(B)/tools/serve/perspective/perspective_discovery.o: $(B)/gen/perspective_discovery_json.inc
$(B)/gen/openapi_yaml.inc: tools/serve/openapi.yaml
	$(call say,GEN,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(embed)
$(B)/src/policy/policy.o: $(B)/gen/default_policy.inc
$(B)/tools/serve/own/own_bundle.o: $(B)/gen/openapi_yaml.inc
$(B)/tools/site/html_page.o: $(B)/gen/batch_html.inc $(B)/gen/evaluation_html.inc

# ---- tests ----

# The clients that the daemon is tested with.
CLIENTS := tests/http/clients
## http-deps: install the npm clients that the daemon is tested with (npm ci)
http-deps: $(CLIENTS)/node_modules/.package-lock.json

# Debian's package is unpacked for the test rather than installed: it depends on a web server, which
# would start on the machine's port 80.
WORDPRESS := $(if $(wildcard /usr/share/wordpress/wp-load.php),,$(BUILD)/wordpress/usr/share/wordpress/wp-load.php)
$(BUILD)/wordpress/usr/share/wordpress/wp-load.php:
	$(Q)rm -rf $(BUILD)/wordpress && mkdir -p $(BUILD)/wordpress
	$(Q)cd $(BUILD)/wordpress && apt-get -qq -o APT::Sandbox::User=root download wordpress && dpkg-deb -x wordpress_*.deb . && \
	  rm wordpress_*.deb && touch usr/share/wordpress/wp-load.php

# What unit tests share.
SUPPORT_SRC := tests/support.c $(filter-out tests/unit/test_%,$(sort $(wildcard tests/unit/*.c)))
$(B)/tests/libsupport.a: $(SUPPORT_SRC:%.c=$(B)/%.o)
	$(Q)rm -f $@ && $(AR) rcs $@ $^

$(B)/tests/%: $(B)/tests/%.o $(B)/tests/libsupport.a $(B)/tools.a $(B)/objects.a
	$(Q)$(link) -o $@ $^ -lcmocka $(TOOL_LIBS) $(LDLIBS)

# The solver of large linear heads is held against LIBLINEAR, which nothing else needs.
$(B)/tests/%_descent: override LDLIBS += -llinear

# Lets calls on files fail, in a program that it is preloaded into.
$(B)/faults.so: tests/faults/faults.c
	@mkdir -p $(@D)
	$(call say,LD,$@)
	$(Q)$(CC) -std=c11 -D_GNU_SOURCE -O1 $(WARN) -shared -fPIC -o $@ $< -ldl

# What the bench is measured with; the budget of instructions is a test.
BENCH_BIN := $(patsubst tests/bench/%.c,$(B)/tests/bench/%,$(sort $(wildcard tests/bench/*.c)))
$(B)/tests/bench/bare_http: override LDLIBS += -lmicrohttpd
$(B)/tests/bench/encoder_speed: $(B)/tests/unit/random_encoder.o

# Inputs that are meant to cost more than their bytes, and what reads them. Its stand-ins for parts
# of the daemon come first, and win.
LINEAR := $(B)/tests/linear/linear
$(LINEAR): $(patsubst %.c,$(B)/%.o,$(sort $(wildcard tests/linear/*.c)) tests/fuzz/small_bundle.c) \
		$(B)/tools.a $(B)/objects.a
	$(Q)$(link) -Wl,-z,muldefs -o $@ $^ $(TOOL_LIBS) $(LDLIBS)

$(BENCH_BIN): %: %.o $(B)/objects.a
	$(Q)$(link) -o $@ $(filter %.o,$^) $(B)/objects.a $(LDLIBS)

# A small bundle trained from corpus/: training works without any other data. Its bytes are the same
# whichever build trains it, so that a reduced run is given the plain build's: the thread sanitiser's
# own takes minutes.
# Contempt without a rude word is more than so small a bundle can learn, and would cost it the rest.
TEST_CORPUS := $(filter-out $(addprefix corpus/,sample-% contempt.jsonl denied.jsonl exposed.jsonl hounded.jsonl \
	leered.jsonl long.jsonl menace.jsonl pitches.jsonl veiled.jsonl),$(wildcard corpus/*.jsonl))
$(B)/test.bundle: $(B)/moderato $(TEST_CORPUS)
	$(call say,TRAIN,$@)
	$(Q)$< train --quiet --bits 16 --seed 1 -o $@ $(TEST_CORPUS) \
	  > $(B)/test.figures
TEST_BUNDLE ?= $(B)/test.bundle
THREAD_BIN := $(shell sed -n 's,^thread  *unit/\([a-z_]*\) .*,$(B)/tests/unit/test_\1,p' tests/reduced.txt)

## test: install what is needed, build, and run every test
test: deps-test
	$(Q)$(MAKE) --no-print-directory check WERROR=1

## check: run every test on what is installed (TIMES=1 lists the slowest; SUITES="unit/words cli/score" picks)
check: all $(TEST_BUNDLE) $(if $(filter thread,$(REDUCED)),$(THREAD_BIN),$(TEST_BIN) $(BENCH_BIN) $(LINEAR) $(B)/replay.stamp) $(if $(SAN),,$(B)/faults.so)
	$(Q)B=$(B) BUNDLE=$(TEST_BUNDLE) BUILD=$(BUILD) CC='$(CC)' CXX='$(CXX)' CFLAGS='$(CFLAGS)' SAN='$(SAN)' \
	  REDUCED=$(REDUCED) TIMES=$(TIMES) tests/run.sh $(SUITES)

# What tests/reduced.txt leaves, on the plain build's bundle; with FULL=1 everything, on their own.
reduced = $(if $(FULL),,REDUCED=$(1) TEST_BUNDLE=$(B)/test.bundle)
asan ubsan tsan: $(if $(FULL),,$(B)/test.bundle)

## asan: the suite under AddressSanitizer and UndefinedBehaviorSanitizer, less what gains nothing by it (FULL=1: all)
asan:
	$(Q)$(MAKE) --no-print-directory check SAN=address,undefined $(call reduced,address)
## ubsan: the same under UndefinedBehaviorSanitizer alone (FULL=1: all)
ubsan:
	$(Q)$(MAKE) --no-print-directory check SAN=undefined $(call reduced,address)
## tsan: what starts threads under ThreadSanitizer (FULL=1: all)
tsan:
	$(Q)$(MAKE) --no-print-directory check SAN=thread $(call reduced,thread)
## clang: the suite as clang builds it
clang:
	$(Q)$(MAKE) --no-print-directory check CC=clang WERROR=1

-include tests/fuzz/fuzz.mk

## lint: formatting, clang-tidy and cppcheck
lint:
	$(Q)tools/lint.sh

## bench: speed beside fastText and scikit-learn (BENCH="scoring json scripts worst latency", or serve, linear, encoder or forms; README=1)
bench:
	$(call apt,$(DEPS) $(DEPS_BENCH))
	$(Q)$(MAKE) --no-print-directory all bench-programs
	$(Q)B=$(B) CC='$(CC)' CFLAGS='$(CFLAGS)' README='$(README)' \
	  CORPORA='$(CORPORA)' tests/bench/run.sh $(BUILD)/moderato $(BENCH)
## bench-campaigns: how many variants of planted campaigns are found, of 50 thousand to a million comments
bench-campaigns: all
	$(Q)README='$(README)' CORPORA='$(CORPORA)' tests/bench/campaigns.sh $(BUILD)/moderato
## bench-report: what a browser takes for the report of 50,000 comments
bench-report: all report-deps
	$(Q)MODERATO=$(BUILD)/moderato MODERATO_BUNDLE=models/default node tests/report/time.mjs
bench-programs: $(BENCH_BIN) $(LINEAR)
	$(Q):

## bench-budget: record the instructions a comment takes, which `make check` holds the code to
bench-budget: all bench-programs
	$(Q)UPDATE=1 B=$(B) CC='$(CC)' CFLAGS='$(CFLAGS)' SAN='$(SAN)' tests/checks/budget.sh

# ---- models and generated tables ----

CORPORA ?= ../shared/corpora/train

## models: train the default bundle from CORPORA and corpus/
models: all
	$(Q)CORPORA=$(CORPORA) models/default/make.sh $(BUILD)/moderato

HALF   ?= choose
BUNDLE ?= $(MODEL)
PYTHON ?= /usr/bin/python3

## quality: how good BUNDLE is on what is beside CORPORA (HALF=choose|confirm|both PARTS="sets words …" README=1)
quality: all
	$(call apt,$(DEPS) $(DEPS_QUALITY))
	$(Q)$(PYTHON) -B tests/quality/quality.py --half $(HALF) --bundle $(BUNDLE) \
	  $(if $(POLICY),--policy $(POLICY)) $(if $(README),--readme $(if $(filter perspective,$(PARTS)),tools/serve,models)/README.md) \
	  $(BUILD)/moderato $(CORPORA) $(PARTS)

## policy: write the default policy's thresholds anew, from ordinary comments beside CORPORA
policy: all
	$(Q)CORPORA=$(CORPORA) models/default/policy.sh $(BUILD)/moderato

# The pages that `score --report` and `eval --report` write are bundled from tools/report/ and checked
# in: building needs no Node. Packages come by the lock file, with what it says of their contents.
PAGE := tools/report
%/node_modules/.package-lock.json: %/package-lock.json
	$(Q)cd $* && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error && touch $(@:$*/%=%)

## report-deps: install what the reports' pages are bundled and tested with (npm ci)
report-deps: $(PAGE)/node_modules/.package-lock.json

## report-page: bundle the reports' pages anew
report-page: report-deps
	$(Q)node $(PAGE)/build.js

## tables: make the generated tables anew (CONFUSABLES=… is Unicode's confusables.txt)
CONFUSABLES ?= ../shared/unicode/confusables.txt
tables:
	$(Q)tools/gen_confusables.py $(CONFUSABLES) src/text/confusables.inc
	$(Q)tools/gen_references.py src/import/html/html_references.inc

# ---- installing ----

## install: install under DESTDIR and PREFIX
install: all
	install -d $(DESTDIR)$(BINDIR) $(DESTDIR)$(LIBDIR)/pkgconfig $(DESTDIR)$(INCDIR)/moderato \
	  $(DESTDIR)$(DATADIR)/models/default $(DESTDIR)$(DATADIR)/wordpress $(DESTDIR)$(MANDIR) \
	  $(DESTDIR)$(DOCDIR) $(DESTDIR)$(SYSCONFDIR)/moderato $(DESTDIR)$(SYSTEMD_DIR)
	install -m 755 $(BUILD)/moderato $(DESTDIR)$(BINDIR)
	ln -sf moderato $(DESTDIR)$(BINDIR)/moderatod
	install -m 644 $(B)/libmoderato.a $(DESTDIR)$(LIBDIR)
	install -m 755 $(B)/$(SHLIB) $(DESTDIR)$(LIBDIR)
	ln -sf $(SHLIB) $(DESTDIR)$(LIBDIR)/$(SONAME)
	ln -sf $(SONAME) $(DESTDIR)$(LIBDIR)/libmoderato.so
	install -m 644 $(B)/moderato.pc $(DESTDIR)$(LIBDIR)/pkgconfig
	$(if $(PARQUET),install -D -m 755 -t $(DESTDIR)$(PLUGINDIR) $(B)/$(PARQUET))
	install -m 644 $(HEADERS) $(DESTDIR)$(INCDIR)/moderato
	install -m 644 models/default/*.bundle models/default/*.md models/default/*.json $(DESTDIR)$(DATADIR)/models/default
	install -m 644 src/policy/default_policy.yaml $(DESTDIR)$(DATADIR)
	install -m 644 tools/serve/wordpress/*.php $(DESTDIR)$(DATADIR)/wordpress
	install -m 644 $(B)/moderato.1 $(DESTDIR)$(MANDIR)
	ln -sf moderato.1 $(DESTDIR)$(MANDIR)/moderatod.1
	install -m 644 tools/serve/README.md $(DESTDIR)$(DOCDIR)/serve.md
	install -m 644 tools/serve/openapi.yaml tools/serve/remark42.py $(DESTDIR)$(DOCDIR)
	install -m 644 $(UNITS) $(DESTDIR)$(SYSTEMD_DIR)
	[ -e $(DESTDIR)$(CONFIG) ] || install -m 644 tools/serve/moderato.yaml $(DESTDIR)$(CONFIG)
CONFIG = $(SYSCONFDIR)/moderato/moderato.yaml

## uninstall: remove what install put there, but a configuration only where nobody changed it
uninstall:
	rm -f $(DESTDIR)$(BINDIR)/moderato $(DESTDIR)$(BINDIR)/moderatod $(DESTDIR)$(LIBDIR)/libmoderato.a \
	  $(DESTDIR)$(LIBDIR)/libmoderato.so* $(DESTDIR)$(LIBDIR)/pkgconfig/moderato.pc \
	  $(DESTDIR)$(MANDIR)/moderato.1 $(DESTDIR)$(MANDIR)/moderatod.1 \
	  $(addprefix $(DESTDIR)$(DOCDIR)/,serve.md openapi.yaml remark42.py) \
	  $(addprefix $(DESTDIR)$(SYSTEMD_DIR)/,$(notdir $(UNITS)))
	rm -rf $(DESTDIR)$(INCDIR)/moderato $(DESTDIR)$(DATADIR) $(DESTDIR)$(PLUGINDIR)
	! cmp -s tools/serve/moderato.yaml $(DESTDIR)$(CONFIG) || rm -f $(DESTDIR)$(CONFIG)

## deb: build the Debian packages into build/deb
deb: deps deps-deb
	$(Q)tools/deb.sh $(VERSION) $(BUILD)/deb $(filter %-dev,$(DEPS))

## deb-check: build them, let lintian read them, and run what they hold
deb-check: deb
	$(call apt,lintian jq)
	$(Q)B=$(B) tests/packages/deb.sh $(BUILD)/deb

## dist: a source archive of the last commit
dist:
	$(Q)mkdir -p $(BUILD)
	git archive --prefix=moderato-$(VERSION)/ -o $(BUILD)/moderato-$(VERSION).tar.gz HEAD

## distcheck: build and test that archive
distcheck: dist
	$(Q)rm -rf $(BUILD)/dist && mkdir -p $(BUILD)/dist
	tar -C $(BUILD)/dist -xzf $(BUILD)/moderato-$(VERSION).tar.gz
	$(MAKE) -C $(BUILD)/dist/moderato-$(VERSION) check

## clean: remove everything the build made
clean:
	$(Q)rm -rf $(BUILD)

## help: list the targets
help:
	$(Q)sed -n 's/^## \([a-z-]*\): /\1\t/p' $(MAKEFILE_LIST) | sort | \
	  awk -F '\t' '{printf "  %-12s %s\n", $$1, $$2}'

-include $(wildcard $(B)/*/*.d $(B)/*/*/*.d $(B)/*/*/*/*.d)
.SECONDARY:
