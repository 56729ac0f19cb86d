/* SPDX-License-Identifier: MIT */
#include "support.h"

#include "base/time_words.h"
#include "base/written_time.h"

struct time_case {
	const char *text;
	const char *utc; /* "": it is not read */
};

static void check(const struct time_case *cases, size_t n, enum date_order order)
{
	size_t i;

	for (i = 0; i < n; i++) {
		char out[TIMESTAMP_MAX] = "";
		const size_t len = written_time_utc(out, str_of(cases[i].text), order);

		out[len] = '\0';
		if (strcmp(out, cases[i].utc) != 0)
			print_message("%s: %s\n", cases[i].text, out);
		assert_string_equal(out, cases[i].utc);
	}
}

#define CHECK(cases, order) check(cases, sizeof(cases) / sizeof(*(cases)), order)

static void times__of_programs__are_utc(void **state)
{
	static const struct time_case cases[] = {
		{"May 3, 2024 at 10:00 am", "2024-05-03T10:00:00Z"},
		{"May 3, 2024 at 12:05 am", "2024-05-03T00:05:00Z"},
		{"May 3, 2024 at 12:05 p.m.", "2024-05-03T12:05:00Z"},
		{"May 3rd, 2024, 4 pm", "2024-05-03T16:00:00Z"},
		{"Fri, 03/05/2024 - 15:00", "2024-05-03T15:00:00Z"},
		{"Fri, 05/03/2024 - 15:00", "2024-05-03T15:00:00Z"},
		{"05-02-2024, 10:00 AM", "2024-05-02T10:00:00Z"},
		{"05-02-2024,\xc2\xa0"
		 "10:00 AM",
			"2024-05-02T10:00:00Z"},
		{"31-12-23, 23:59", "2023-12-31T23:59:00Z"},
		{"12/31/1999, 23:59", "1999-12-31T23:59:00Z"},
		{"on Friday May 03, 2024 @10:00AM", "2024-05-03T10:00:00Z"},
		{"Sat May 04, 2024 9:12 am", "2024-05-04T09:12:00Z"},
		{"May 03, 2024, 10:00:07 PM", "2024-05-03T22:00:07Z"},
		{"4 May 2024, 9:12", "2024-05-04T09:12:00Z"},
		{"3 May 2024", "2024-05-03"},
		{"3.5.2024, 9:12", "2024-05-03T09:12:00Z"},
		{"2024/05/03 09:12", "2024-05-03T09:12:00Z"},
		{"2024-05-03T09:12Z", "2024-05-03T09:12:00Z"},
		{"2024-05-03", "2024-05-03"},
		{"Fri, 03 May 2024 10:00:00 +0200", "2024-05-03T08:00:00Z"},
		{"Fri, 03 May 2024 10:00:00 GMT", "2024-05-03T10:00:00Z"},
		{"3-May-2024 23:30 UTC-5", "2024-05-04T04:30:00Z"},
		{"May 3, 2024 10:00 PM EDT", "2024-05-04T02:00:00Z"},
		{"Friday, 03-May-24 10:00:00 GMT", "2024-05-03T10:00:00Z"},
		{"Fri May  3 10:00:00 2024", "2024-05-03T10:00:00Z"},
		{"May 3, 2024 8:00 PM AEST", "2024-05-03T10:00:00Z"},
		{"2024-05-03T10:00:00+02:00", "2024-05-03T08:00:00Z"},
		{"1714730400", "2024-05-03T10:00:00Z"},
		{"1714730400000", "2024-05-03T10:00:00Z"},
	};

	(void)state;
	CHECK(cases, DATE_ORDER_UNKNOWN);
}

static void times__in_other_languages__are_utc(void **state)
{
	static const struct time_case cases[] = {
		{"3. Mai 2024 um 10:00 Uhr", "2024-05-03T10:00:00Z"},
		{"Freitag, 1. M\xc3\xa4rz 2024, 10.05", "2024-03-01T10:05:00Z"},
		{"3 ao\xc3\xbbt 2024 \xc3\xa0 10 h 05", "2024-08-03T10:05:00Z"},
		{"3 mai 2024 à 14 h 05 min", "2024-05-03T14:05:00Z"},
		{"3 мая 2024 в 14:05", "2024-05-03T14:05:00Z"},
		{"03 Мая 2012, 14:05:00", "2012-05-03T14:05:00Z"},
		{"3 Травня, 2024 о 14:05", "2024-05-03T14:05:00Z"},
		{"3 maja 2024 o 14:05", "2024-05-03T14:05:00Z"},
		{"3 maj 2024 kl. 14:05", "2024-05-03T14:05:00Z"},
		{"3. toukokuuta 2024 klo 14.05", "2024-05-03T14:05:00Z"},
		{"2024. május 3., 14:05", "2024-05-03T14:05:00Z"},
		{"3. 5. 2024 (14.05)", "2024-05-03T14:05:00Z"},
		{"3. května 2024 v 14.05", "2024-05-03T14:05:00Z"},
		{"12 Şubat 2024, 14:05", "2024-02-12T14:05:00Z"},
		{"3 Μαΐου 2024 στις 14:05", "2024-05-03T14:05:00Z"},
		{"3 de maig de 2024 a les 14:05", "2024-05-03T14:05:00Z"},
		{"2024 年 5 月 3 日 下午 2:05", "2024-05-03T14:05:00Z"},
		{"2024年5月3日(金) 午後2時05分", "2024-05-03T14:05:00Z"},
		{"2024년 5월 3일 2:05 오후", "2024-05-03T14:05:00Z"},
		{"Mai 03, 2022, 02:05:00 NACHMITTAGS", "2022-05-03T14:05:00Z"},
		{"12 octobre 2020 \xc3\xa0 14 h 22 min", "2020-10-12T14:22:00Z"},
		{"12 octubre, 2020 a las 14:22", "2020-10-12T14:22:00Z"},
		{"12 de outubro de 2020 \xc3\xa0s 14:22", "2020-10-12T14:22:00Z"},
		{"12 \xd0\xbe\xd0\xba\xd1\x82\xd1\x8f\xd0\xb1\xd1\x80\xd1\x8f 2020 \xd0\xb2 14:22",
			"2020-10-12T14:22:00Z"},
		{"3 maja 2024, 10:05", "2024-05-03T10:05:00Z"},
		{"3 ao\xc3\xbbt 2024 \xc3\xa0 10h05", "2024-08-03T10:05:00Z"},
		{"3 de diciembre de 2024, 10:05", "2024-12-03T10:05:00Z"},
		{"3 ago 2024 alle 10:05", "2024-08-03T10:05:00Z"},
		{"3 mei 2024 om 10:05", "2024-05-03T10:05:00Z"},
		{"2024\xe5\xb9\xb4"
		 "5\xe6\x9c\x88"
		 "3\xe6\x97\xa5 10:05",
			"2024-05-03T10:05:00Z"},
	};

	(void)state;
	CHECK(cases, DATE_ORDER_UNKNOWN);
}

static void texts__that_name_no_day__are_not_read(void **state)
{
	static const struct time_case cases[] = {
		{"", ""},
		{"12", ""},
		{"2024", ""},
		{"2 weeks ago", ""},
		{"3 hours ago", ""},
		{"Yesterday, 10:00 AM", ""},
		{"May 2024", ""},
		{"31 June 2024", ""},
		{"May 3, 2024 at 25:00", ""},
		{"May 3, 2024 at 10:61", ""},
		{"May 3, 2024 and May 4, 2024", ""},
		{"Join date: May 3, 2008, posts: 1,204", ""},
		{"03/05/2024", ""},
		{"03/05/2024 15:00", ""},
		{"13/13/2024 15:00", ""},
		{"3/5", ""},
		{"10:00", ""},
		{"May 3, 0001", ""},
		{"99999999999999999999999999999999", ""},
		{"May 3, 2024 10:00 +9999", ""},
		{"3 May 12 replies", ""},
	};

	(void)state;
	CHECK(cases, DATE_ORDER_UNKNOWN);
}

static void dates_of_two_meanings__have_the_order_of_the_others(void **state)
{
	static const struct time_case day_first[] = {{"03/05/2024 15:00", "2024-05-03T15:00:00Z"},
		{"03-05-2024, 3:00 PM", "2024-05-03T15:00:00Z"}};
	static const struct time_case month_first[] = {{"05/03/2024 15:00", "2024-05-03T15:00:00Z"},
		{"03.05.2024 15:00", "2024-05-03T15:00:00Z"}, /* a point says more */
		{"Fri, 03/05/2024 15:00", "2024-05-03T15:00:00Z"}};
	static const struct time_case either[] = {{"03/05/2024 15:00", ""}, {"03-05-2024, 3:00 PM", ""},
		{"13-05-2024, 3:00 PM", "2024-05-13T15:00:00Z"}};

	(void)state;
	CHECK(either, DATE_ORDER_EITHER);
	CHECK(day_first, DATE_DAY_FIRST);
	CHECK(month_first, DATE_MONTH_FIRST);
	assert_int_equal(written_time_order(str_of("13/05/2024")), DATE_DAY_FIRST);
	assert_int_equal(written_time_order(str_of("05/13/2024")), DATE_MONTH_FIRST);
	assert_int_equal(written_time_order(str_of("Fri, 03/05/2024")), DATE_DAY_FIRST);
	assert_int_equal(written_time_order(str_of("03/05/2024")), DATE_ORDER_UNKNOWN);
	assert_int_equal(written_time_order(str_of("May 3, 2024")), DATE_ORDER_UNKNOWN);
	assert_int_equal(written_time_order(str_of("nothing")), DATE_ORDER_UNKNOWN);
}

/* They are looked up by halves. */
static void words__are_all_found(void **state)
{
	static const struct time_word rows[] = {
#include "base/time_words.inc"
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const struct time_word found = time_word_find(str_of(rows[i].word));

		if (found.sort != rows[i].sort || found.value != rows[i].value)
			print_message("%s\n", rows[i].word);
		assert_int_equal(found.sort, rows[i].sort);
		assert_int_equal(found.value, rows[i].value);
	}
	assert_int_equal(time_word_find(str_of("МАЯ")).value, 5);
	assert_int_equal(time_word_find(str_of("ΜΑΪΟΥ")).sort, TIME_OTHER); /* no accent on capitals */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(times__of_programs__are_utc),
		cmocka_unit_test(times__in_other_languages__are_utc),
		cmocka_unit_test(words__are_all_found),
		cmocka_unit_test(texts__that_name_no_day__are_not_read),
		cmocka_unit_test(dates_of_two_meanings__have_the_order_of_the_others),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
