/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_PARQUET_PLUGIN_PATH_H
#define TOOLS_PARQUET_PLUGIN_PATH_H

/* Returns the path of the plug-in that reads Parquet: what the environment's MODERATO_PARQUET says,
 * otherwise moderato-parquet.so beside the program, in the folder of libraries of an installation
 * that was moved as a whole, or where `make install` put it. NULL if there is none, or if the
 * variable is empty. Static; not thread-safe. */
const char *parquet_plugin(void);

#endif
