/* SPDX-License-Identifier: MIT */
#ifndef REPORT_REPORT_SVG_H
#define REPORT_REPORT_SVG_H
/* A plot as inline SVG: a frame in data coordinates with axes. Colours and fonts are the style
 * sheet's, by class, so that a plot is legible in print and on dark paper too. */
#include <stddef.h>

#include "base/buffer.h"

struct axis {
	const char *label;
	double low; /* of the data */
	double high;
	const double *ticks;
	size_t n_ticks;
	const char *format; /* of a tick's number, such as "%.1f" */
	double scale;       /* a tick says its value times this */
};

struct plot {
	struct buffer *out;
	struct axis x;
	struct axis y;
};

/* Begin <figure> and <svg>: `id` is unique in the page, `title` heads the plot; `description` says
 * in words what is to be seen. None of them is escaped. */
void svg_begin(struct plot *plot, const char *id, const char *title, const char *description);
void svg_end(struct plot *plot);

/* Where a value of the data stands in the drawing. */
double svg_x(const struct plot *plot, double value);
double svg_y(const struct plot *plot, double value);

/* A straight line between two points of the data. */
void svg_line(struct plot *plot, const char *class, double x1, double y1, double x2, double y2);

/* A rectangle between two corners. */
void svg_box(struct plot *plot, const char *class, double x1, double y1, double x2, double y2);

/* A round mark; radius in units of the drawing. */
void svg_dot(struct plot *plot, const char *class, double x, double y, double radius);

/* Text at a point, moved by (dx, dy) units; anchor is "start", "middle" or "end". */
void svg_text(struct plot *plot, const char *class, const char *anchor, double x, double y,
	double dx, double dy, const char *text);

/* A path of points: begin, each point, end. */
void svg_path_begin(struct plot *plot, const char *class);
void svg_path_to(struct plot *plot, bool first, double x, double y);
void svg_path_end(struct plot *plot);

/* Ticks 0, 0.2 … 1, for both axes of most plots. */
extern const double svg_fifths[6];

#endif
