/* SPDX-License-Identifier: MIT */
/* The built-in sets, their table of hashes, and the binary searches in sorted hashes. */
#include "feature/termset.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "feature/ngram.h"
#include "text/skeletons.h"

/* Words and pairs of words, written for this project. Any spelling with the same key counts. */
static const struct {
	enum builtin_set set;
	const char *terms; /* separated by '|' */
} builtin[] = {
	{SET_SECOND_PERSON, "you|your|yours|yourself|yourselves|youre|you're|u|ur|ya|yall|y'all|thou"},
	{SET_FIRST_PERSON, "i|me|my|mine|myself|we|us|our|ours|im|i'm|ive|i've"},
	{SET_CALL_TO_ACTION,
		"click|click here|visit|subscribe|sub|subs|check out|check it|my channel|my page|my video|"
		"my music|follow me|sign up|join now|join us|order now|buy now|shop now|apply now|download|"
		"limited time|act now|free trial|share this|like and|plz like|please like|watch my|go to|"
		"link in|in bio|register now|hurry up|best price|for sale|discount|coupon|promo|giveaway|"
		"cheap|guaranteed|thumbs up|help me|support me|vote for|free shipping|claim your|win a"},
	{SET_CONTACT,
		"whatsapp|telegram|watsapp|whats app|wechat|viber|skype|kik|snapchat|dm me|pm me|inbox me|"
		"inbox|text me|call me|email me|e-mail me|contact me|contact him|contact her|contact us|"
		"contact them|reach him|reach her|reach out|message me|write me|hit me|hangouts|gmail|"
		"private message|call now|text now|hotline|toll free"},
	{SET_MONEY,
		"earn|earning|earned|earnings|profit|profits|invest|investment|investing|investor|broker|"
		"bitcoin|btc|crypto|cryptocurrency|forex|trading|trader|binary "
		"options|casino|betting|jackpot|"
		"loan|loans|credit|cash|prize|won|winner|reward|income|salary|payout|passive income|per "
		"hour|"
		"per day|per week|weekly|from home|make money|extra money|easy money|free "
		"money|dollars|usd"},
	{SET_COURTESY,
		"thanks|thank you|thank|please|sorry|appreciate|grateful|respectfully|agree|disagree|"
		"congratulations|congrats|welcome|pardon|apologies|apologize|apologise|hope|glad"},
	{SET_REPORTED,
		"said|says|called|calls|wrote|writes|quote|quoted|quoting|quotes|told|reported|reports|"
		"according|article|headline|author|claims|claimed|stated|alleged|allegedly"},
	{SET_NEGATION,
		"not|no|never|don't|dont|isn't|isnt|aren't|arent|wasn't|wasnt|won't|wont|can't|cant|cannot|"
		"doesn't|doesnt|didn't|didnt|nothing|none|neither|nor|without|nobody|noone|ain't|aint|"
		"hardly|"
		"shouldn't|shouldnt|wouldn't|wouldnt|couldn't|couldnt|haven't|havent|hasn't|hasnt"},
	{SET_IDENTITY, "gay|gays|lesbian|lesbians|bisexual|bisexuals|bi|homosexual|homosexuals|"
				   "heterosexual|heterosexuals|queer|queers|straight|lgbt|lgbtq|lgbtqia|lgb|"
				   "transgender|transgendered|trans|transsexual|transsexuals|nonbinary|"
				   "intersex|asexual|woman|women|womans|man|men|male|males|female|females|"
				   "girl|girls|boy|boys|lady|ladies|feminist|feminists|black|blacks|white|"
				   "whites|brown|asian|asians|latino|latinos|latina|latinas|latinx|"
				   "hispanic|hispanics|caucasian|caucasians|african|africans|arab|arabs|"
				   "arabic|arabian|persian|persians|kurd|kurds|kurdish|roma|romani|gypsy|"
				   "gypsies|traveller|travellers|indigenous|aboriginal|aboriginals|aborigines|"
				   "maori|inuit|metis|native|natives|american|americans|canadian|canadians|"
				   "mexican|mexicans|european|europeans|english|british|brit|brits|scottish|"
				   "scots|welsh|irish|french|german|germans|italian|italians|spanish|"
				   "spaniard|spaniards|portuguese|dutch|belgian|swedish|swede|swedes|danish|"
				   "norwegian|finnish|finn|finns|polish|poles|romanian|romanians|bulgarian|"
				   "hungarian|czech|greek|greeks|serb|serbs|serbian|croatian|albanian|"
				   "albanians|ukrainian|ukrainians|russian|russians|turk|turks|turkish|"
				   "chinese|japanese|korean|koreans|vietnamese|filipino|filipinos|thai|"
				   "indonesian|malaysian|indian|indians|pakistani|pakistanis|bangladeshi|"
				   "afghan|afghans|iranian|iranians|iraqi|iraqis|syrian|syrians|lebanese|"
				   "palestinian|palestinians|israeli|israelis|egyptian|egyptians|moroccan|"
				   "moroccans|algerian|tunisian|nigerian|nigerians|somali|somalis|kenyan|"
				   "ethiopian|ethiopians|eritrean|sudanese|ghanaian|congolese|haitian|"
				   "haitians|jamaican|jamaicans|cuban|cubans|colombian|colombians|brazilian|"
				   "brazilians|venezuelan|venezuelans|argentinian|chilean|peruvian|australian|"
				   "australians|immigrant|immigrants|migrant|migrants|refugee|refugees|"
				   "foreigner|foreigners|expat|expats|muslim|muslims|moslem|moslems|islamic|"
				   "islam|christian|christians|christianity|catholic|catholics|catholicism|"
				   "protestant|protestants|evangelical|evangelicals|mormon|mormons|orthodox|"
				   "jew|jews|jewish|judaism|hindu|hindus|hinduism|buddhist|buddhists|"
				   "buddhism|sikh|sikhs|taoist|taoists|jain|jains|atheist|atheists|atheism|"
				   "agnostic|agnostics|quaker|quakers|amish|disabled|blind|deaf|autistic|"
				   "autism|dyslexic|paralyzed|paralysed|paraplegic|wheelchair|dwarf|dwarfs|"
				   "epileptic|schizophrenic|bipolar|elderly|pensioner|pensioners|senior|"
				   "seniors|teenager|teenagers|teenage|teen|teens|millennial|millennials|"
				   "millenial|millenials|boomer|boomers|young|younger|old|older"},
};

#define BUILTIN_MAX 1024 /* terms in all sets; about 500 are in use */

static struct {
	uint64_t hash;
	uint32_t sets;
} table[BUILTIN_MAX];
static size_t table_n;

uint64_t termset_filter[(1u << TERMSET_FILTER_BITS) / 64];

static pthread_once_t table_once = PTHREAD_ONCE_INIT;

static void add_builtin_term(const char *term, size_t len, enum builtin_set set)
{
	const char *space = memchr(term, ' ', len);
	const size_t first = space ? (size_t)(space - term) : len;
	uint64_t hash = text_skeleton_hash(term, first);

	if (space)
		hash = pair_hash(hash, text_skeleton_hash(space + 1, len - first - 1));
	if (table_n < BUILTIN_MAX) {
		table[table_n].hash = hash;
		table[table_n++].sets = 1u << set;
	}
}

static void fill_builtin_table(void)
{
	size_t i;
	size_t to = 0;

	for (i = 0; i < sizeof(builtin) / sizeof(builtin[0]); i++) {
		const char *term = builtin[i].terms;

		while (*term) {
			const size_t len = strcspn(term, "|");

			add_builtin_term(term, len, builtin[i].set);
			term += len + (term[len] == '|');
		}
	}
	qsort(table, table_n, sizeof(table[0]), hash_order);
	for (i = 1; i < table_n;
		 i++) { /* two spellings may have one key, and a word may be in two sets */
		if (table[i].hash == table[to].hash)
			table[to].sets |= table[i].sets;
		else
			table[++to] = table[i];
	}
	table_n = to + 1;
	for (i = 0; i < table_n; i++) {
		const uint64_t bit = table[i].hash >> (64 - TERMSET_FILTER_BITS);

		termset_filter[bit / 64] |= UINT64_C(1) << (bit % 64);
	}
}

void termset_builtin_init(void)
{
	pthread_once(&table_once, fill_builtin_table);
}

uint32_t termset_builtin_search(uint64_t hash)
{
	size_t low = 0;
	size_t high = table_n;

	while (low < high) {
		const size_t mid = (low + high) / 2;

		if (table[mid].hash == hash)
			return table[mid].sets;
		if (table[mid].hash < hash)
			low = mid + 1;
		else
			high = mid;
	}
	return 0;
}

bool termset_has(const struct termset *set, uint64_t hash)
{
	size_t low = 0;
	size_t high = set->n;

	while (low < high) {
		const size_t mid = low + (high - low) / 2;

		if (set->terms[mid] == hash)
			return true;
		if (set->terms[mid] < hash)
			low = mid + 1;
		else
			high = mid;
	}
	return false;
}

size_t termset_sort(uint64_t *terms, size_t n)
{
	size_t to = 0;
	size_t i;

	if (!n)
		return 0;
	qsort(terms, n, sizeof(*terms), hash_order);
	for (i = 1; i < n; i++)
		if (terms[i] != terms[to])
			terms[++to] = terms[i];
	return to + 1;
}
