/* SPDX-License-Identifier: MIT */
#ifndef IMPORT_SQL_ROWS_H
#define IMPORT_SQL_ROWS_H
/* Reads the rows of some tables out of a dump of a database, as mysqldump, mariadb-dump, phpMyAdmin
 * and others write it:
 *
 *     CREATE TABLE `wp_comments` (`comment_ID` bigint(20) unsigned NOT NULL, … );
 *     INSERT INTO `wp_comments` (`comment_ID`, …) VALUES (1,'It\'s fine',NULL,0x616e6e), (2, … );
 *
 * Everything else is skipped as it streams by; memory does not depend on how long statements are. A
 * row that is broken is told with its line, and reading goes on with the next one. */
#include <stdbool.h>

#include "corpus/source.h"
#include "import/xml/xml_fields.h"

#define SQL_FIELDS_MAX 16
#define SQL_COLUMNS_MAX 64
#define SQL_NAME_MAX 128

/* The tables whose rows are wanted: those that have a column of that name, whatever comes before
 * `suffix` in theirs. */
struct sql_table {
	const char *suffix;
	const char *column;
	const char *const *fields; /* the columns that are kept */
	int n_fields;
	const char *const *columns; /* all columns in their usual order, for a dump that does not name
								   them; NULL ends the list */
};

struct sql_rows {
	struct input *in;
	const struct sql_table *table;
	char name[SQL_NAME_MAX]; /* of the table that the row is from */
	size_t line;             /* where the row begins */
	struct xml_field fields[SQL_FIELDS_MAX];
	struct buffer texts;        /* the texts of the fields */
	size_t n_tables;            /* not 0: such a table was found, with rows or without */
	char created[SQL_NAME_MAX]; /* the table of the last CREATE TABLE … */
	int created_columns[SQL_COLUMNS_MAX];
	size_t n_created;             /* … and its columns: 0 if they are not known */
	int columns[SQL_COLUMNS_MAX]; /* the field that each column of the rows is, or -1 */
	size_t n_columns;
	bool in_rows;    /* the input is between two rows */
	size_t again;    /* bytes that were read again after damage */
	size_t furthest; /* the last place that was read */
};

void sql_rows_open(struct sql_rows *rows, struct input *in, const struct sql_table *table);
void sql_rows_close(struct sql_rows *rows);

/* Reads the next row into `fields`; a field that is NULL or empty has no length. MODERATO_END;
 * MODERATO_EFORMAT and MODERATO_ELIMIT: something was lost, and the next call reads on. */
moderato_status sql_rows_next(struct sql_rows *rows, moderato_error *err);

/* Passes over the statement at the input's front. */
moderato_status sql_skip_statement(struct input *in, moderato_error *err);

/* Passes over bytes up to a line that begins a statement. */
moderato_status sql_find_statement(struct input *in, moderato_error *err);

#endif
