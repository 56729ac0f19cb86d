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
MANDIR  ?= $(PREFIX)/share/man/man1

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
LDLIBS = -lsvm -llinear -lutf8proc -lyaml -lexpat -lsimdjson -lcld2 -lzstd -lgumbo -lz -lstdc++ -lm -lpthread

LIB_SRC  := $(sort $(wildcard src/*.c src/*/*.c))
LIB_CXX  := $(sort $(wildcard src/*/*.cc))
LIB_OBJ  := $(LIB_SRC:%.c=$(B)/%.o) $(LIB_CXX:%.cc=$(B)/%.o)
TOOL_OBJ := $(patsubst %.c,$(B)/%.o,$(sort $(wildcard tools/*.c)))
TEST_BIN := $(patsubst tests/%.c,$(B)/tests/%,$(sort $(wildcard tests/unit/test_*.c)))
HEADERS  := $(sort $(wildcard include/moderato/*.h))

SONAME := libmoderato.so.$(call ver,MAJOR)
SHLIB  := libmoderato.so.$(VERSION)
MODEL  := models/default/default.bundle

.PHONY: all lib demo test check asan ubsan tsan clang fuzz fuzz-replay lint bench \
	bench-programs bench-budget bench-campaigns bench-report models policy quality tables \
	check-models install uninstall dist distcheck clean help deps deps-test deps-dev deps-page \
	report-page report-deps FORCE

## all: build the command (build/moderato) and the library
all: $(if $(SAN),$(B)/moderato,$(BUILD)/moderato) lib

## lib: build the static and the shared library
lib: $(B)/libmoderato.a $(B)/$(SHLIB) $(B)/moderato.pc

## demo: install what is needed, build, and screen the sample discussion
demo: deps
	$(Q)$(MAKE) --no-print-directory all
	$(Q)printf '\n  %s\n\n' 'build/moderato score corpus/sample-page.txt'
	$(Q)$(BUILD)/moderato score --output table corpus/sample-page.txt

# ---- what is needed (Debian) ----

DEPS := gcc g++ make libsvm-dev liblinear-dev libutf8proc-dev libyaml-dev libexpat1-dev libsimdjson-dev \
	zlib1g-dev libzstd-dev libgumbo-dev libcld2-dev
DEPS_TEST := libcmocka-dev libsvm-tools jq libxml2-utils man-db python3 valgrind gzip zstd
DEPS_PAGE := $(if $(shell command -v node),,nodejs) $(if $(shell command -v npm),,npm) chromium
DEPS_BENCH := fasttext python3-sklearn jq valgrind
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
deps-page:
	$(call apt,$(DEPS_PAGE))
	$(Q)$(MAKE) --no-print-directory report-deps
## deps-dev: and what developers need
deps-dev:
	$(call apt,$(DEPS) $(DEPS_TEST) $(DEPS_BENCH) $(DEPS_QUALITY) $(DEPS_DEV))

# ---- building ----

$(B)/libmoderato.a: $(LIB_OBJ)
	$(call say,AR,$@)
	$(Q)rm -f $@ && $(AR) rcs $@ $^

$(B)/$(SHLIB): $(LIB_OBJ)
	$(call say,SO,$@)
	$(Q)$(CC) $(CFLAGS) $(SANLINK) $(LDFLAGS) -shared -Wl,-soname,$(SONAME) -o $@ $^ $(LDLIBS)

$(B)/moderato.pc: include/moderato/version.h Makefile
	$(call say,GEN,$@)
	$(Q)mkdir -p $(@D)
	$(Q)printf '%s\n' 'prefix=$(PREFIX)' 'libdir=$(LIBDIR)' 'includedir=$(INCDIR)' '' \
	  'Name: moderato' 'Description: comment moderation: score comments, decide, explain, train' \
	  'Version: $(VERSION)' 'Cflags: -I$${includedir}' 'Libs: -L$${libdir} -lmoderato' \
	  'Libs.private: $(LDLIBS)' > $@

$(B)/moderato: $(TOOL_OBJ) $(B)/libmoderato.a
	$(call say,LD,$@)
	$(Q)$(CC) $(CFLAGS) $(SANLINK) $(LDFLAGS) -o $@ $^ $(LDLIBS)

# The program to use: the last plain build, never a sanitised one.
$(BUILD)/moderato: $(B)/moderato FORCE
	$(Q)cmp -s $< $@ || { rm -f $@ && cp $< $@; }
FORCE:

# A folder of src/ may include only itself and those before it: each is compiled with a view of the
# tree that holds no others, so a layering mistake is a compile error. tools/ sees public headers.
ORDER := base text campaign feature model policy top corpus import learn
$(B)/see/stamp: Makefile
	$(Q)rm -rf $(@D) && mkdir -p $(@D)
	$(Q)seen=; for d in $(ORDER); do mkdir $(@D)/$$d; seen="$$seen $$d"; for s in $$seen; do \
	  case $$s in top) ln -s $(CURDIR)/src/classifier.h $(CURDIR)/src/evidence.h $(@D)/$$d/;; \
	  *) ln -s $(CURDIR)/src/$$s $(@D)/$$d/;; esac; done; done
	$(Q)touch $@

view = $(B)/see/$(if $(filter src/,$(dir $<)),top,$(notdir $(patsubst %/,%,$(dir $<))))
$(B)/src/%:   INCLUDES = -Iinclude -I$(view) -I$(B)/gen
$(B)/tools/%: INCLUDES = -Iinclude -Itools -I$(B)/gen
$(B)/tools/%: DEFS += -DMODERATO_DATADIR='"$(DATADIR)"'
$(B)/tests/%: INCLUDES = -Iinclude -Isrc -Itests
# CLD2 throws when memory is out, also where CXXFLAGS are given on the command line.
$(B)/src/text/language.o: override CXXFLAGS += -fexceptions -frtti
$(LIB_OBJ): | $(B)/see/stamp $(B)/gen/default_policy.inc $(B)/gen/report_css.inc

$(B)/%.o: %.c
	$(call say,CC,$<)
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) $(INCLUDES) $(DEFS) $(CPPFLAGS) $(WARN) $(WARNC) $(CFLAGS) $(SANFLAGS) -fPIC \
	  -fvisibility=hidden -MMD -MP -c -o $@ $<
$(B)/%.o: %.cc
	$(call say,CXX,$<)
	$(Q)mkdir -p $(@D)
	$(Q)$(CXX) -std=c++17 -fno-exceptions -fno-rtti $(INCLUDES) $(DEFS) $(CPPFLAGS) $(WARN) \
	  $(CXXFLAGS) $(SANFLAGS) -fPIC -fvisibility=hidden -MMD -MP -c -o $@ $<

# The default policy, the evaluation's style sheet and the page of score --report are edited as what
# they are and compiled in: the bytes of x.yaml as x_yaml[].
embed = { echo 'static const char $(subst .,_,$(notdir $<))[] = {'; \
	od -An -v -to1 $< | sed "s/ *\([0-7][0-7]*\)/'\\\\\1',/g"; echo '0};'; } > $@
$(B)/gen/default_policy.inc: src/policy/default_policy.yaml
	$(call say,GEN,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(embed)
$(B)/gen/report_css.inc: src/learn/report.css
	$(call say,GEN,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(embed)
$(B)/gen/page_html.inc: tools/report/dist/page.html
	$(call say,GEN,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(embed)
$(B)/src/policy/policy.o: $(B)/gen/default_policy.inc
$(B)/src/learn/report_page.o: $(B)/gen/report_css.inc
$(B)/tools/site_page.o: $(B)/gen/page_html.inc

# ---- tests ----

# What unit tests share.
SUPPORT_SRC := tests/support.c $(filter-out tests/unit/test_%,$(sort $(wildcard tests/unit/*.c)))
$(B)/tests/libsupport.a: $(SUPPORT_SRC:%.c=$(B)/%.o)
	$(Q)rm -f $@ && $(AR) rcs $@ $^

$(B)/tests/%: $(B)/tests/%.o $(B)/tests/libsupport.a $(B)/libmoderato.a
	$(Q)$(CC) $(CFLAGS) $(SANLINK) $(LDFLAGS) -o $@ $^ -lcmocka $(LDLIBS)

$(B)/tests/unit/test_budget: $(B)/tools/budget.o

# What the bench is measured with; the budget of instructions is a test.
BENCH_BIN := $(patsubst tests/bench/%.c,$(B)/tests/bench/%,$(sort $(wildcard tests/bench/*.c)))
$(BENCH_BIN): %: %.o $(B)/libmoderato.a
	$(Q)$(CC) $(CFLAGS) $(SANLINK) $(LDFLAGS) -o $@ $^ $(LDLIBS)

# A small bundle trained from corpus/: training works without any other data. Its bytes are the same
# whichever build trains it, so that a reduced run is given the plain build's: the thread sanitiser's
# own takes minutes.
$(B)/test.bundle: $(B)/moderato $(wildcard corpus/*.jsonl)
	$(call say,TRAIN,$@)
	$(Q)$< train --quiet --bits 16 --seed 1 -o $@ $(filter-out corpus/sample-%,$(wildcard corpus/*.jsonl)) \
	  > $(B)/test.figures
TEST_BUNDLE ?= $(B)/test.bundle
THREAD_BIN := $(shell sed -n 's,^thread  *unit/\([a-z_]*\) .*,$(B)/tests/unit/test_\1,p' tests/reduced.txt)

## test: install what is needed, build, and run every test
test: deps-test
	$(Q)$(MAKE) --no-print-directory check WERROR=1

## check: run every test on what is installed (TIMES=1 lists the slowest; SUITES="unit/words cli/score" picks)
check: all $(TEST_BUNDLE) $(if $(filter thread,$(REDUCED)),$(THREAD_BIN),$(TEST_BIN) $(BENCH_BIN) $(B)/replay.stamp)
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

## bench: speed beside fastText and scikit-learn (BENCH="scoring json scripts worst latency"; README=1)
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
bench-programs: $(BENCH_BIN)
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
	  $(if $(POLICY),--policy $(POLICY)) $(if $(README),--readme models/README.md) \
	  $(BUILD)/moderato $(CORPORA) $(PARTS)

## policy: write the default policy's thresholds anew, from ordinary comments beside CORPORA
policy: all
	$(Q)CORPORA=$(CORPORA) models/default/policy.sh $(BUILD)/moderato

# The page that `score --report` writes is bundled from tools/report/ and checked in: building needs
# no Node. Packages come by the lock file, with what it says of their contents.
PAGE := tools/report
$(PAGE)/node_modules/.package-lock.json: $(PAGE)/package-lock.json
	$(Q)cd $(PAGE) && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error && touch $(@:$(PAGE)/%=%)

## report-deps: install what the report's page is bundled and tested with (npm ci)
report-deps: $(PAGE)/node_modules/.package-lock.json

## report-page: bundle the report's page anew
report-page: report-deps
	$(Q)node $(PAGE)/build.js

## tables: make the generated tables anew (CONFUSABLES=… is Unicode's confusables.txt)
CONFUSABLES ?= ../shared/unicode/confusables.txt
tables:
	$(Q)tools/gen_confusables.py $(CONFUSABLES) src/text/confusables.inc

# ---- installing ----

## install: install under DESTDIR and PREFIX
install: all
	install -d $(DESTDIR)$(BINDIR) $(DESTDIR)$(LIBDIR)/pkgconfig $(DESTDIR)$(INCDIR)/moderato \
	  $(DESTDIR)$(DATADIR)/models/default $(DESTDIR)$(MANDIR)
	install -m 755 $(BUILD)/moderato $(DESTDIR)$(BINDIR)
	install -m 644 $(B)/libmoderato.a $(DESTDIR)$(LIBDIR)
	install -m 755 $(B)/$(SHLIB) $(DESTDIR)$(LIBDIR)
	ln -sf $(SHLIB) $(DESTDIR)$(LIBDIR)/$(SONAME)
	ln -sf $(SONAME) $(DESTDIR)$(LIBDIR)/libmoderato.so
	install -m 644 $(B)/moderato.pc $(DESTDIR)$(LIBDIR)/pkgconfig
	install -m 644 $(HEADERS) $(DESTDIR)$(INCDIR)/moderato
	install -m 644 models/default/*.bundle models/default/*.md $(DESTDIR)$(DATADIR)/models/default
	install -m 644 src/policy/default_policy.yaml $(DESTDIR)$(DATADIR)
	install -m 644 tools/moderato.1 $(DESTDIR)$(MANDIR)

## uninstall: remove what install put there
uninstall:
	rm -f $(DESTDIR)$(BINDIR)/moderato $(DESTDIR)$(LIBDIR)/libmoderato.a \
	  $(DESTDIR)$(LIBDIR)/libmoderato.so* $(DESTDIR)$(LIBDIR)/pkgconfig/moderato.pc \
	  $(DESTDIR)$(MANDIR)/moderato.1
	rm -rf $(DESTDIR)$(INCDIR)/moderato $(DESTDIR)$(DATADIR)

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

-include $(wildcard $(B)/*/*.d $(B)/*/*/*.d)
.SECONDARY:
