/* SPDX-License-Identifier: MIT */
#include "import/gone_threads.h"

#include "base/str.h"

/* No thread's own id begins like that, so that both can be keys of one table. */
static moderato_str key_of(struct json_records *r, moderato_str id)
{
	return record_join(r, str_of("\ngone "), id);
}

void thread_is_gone(struct json_records *r, moderato_str id)
{
	const moderato_str values[NAME_VALUES] = {{NULL, 0}};

	if (id.len && !r->names_known)
		r->held.failed |= !name_table_add(&r->names, key_of(r, id), values);
}

const char *state_in_thread(struct json_records *r, moderato_str id, const char *state)
{
	if (strcmp(state, "published") != 0 && strcmp(state, "held") != 0)
		return state;
	return id.len && r->names.keys.n && name_table_find(&r->names, key_of(r, id)) ? "trash" : state;
}
