/* SPDX-License-Identifier: MIT */
#include "report/report_svg.h"

#include <math.h>
#include <stdio.h>

/* The drawing, in its own units; it scales with the column it stands in. */
#define WIDTH 400
#define HEIGHT 312
#define LEFT 52
#define RIGHT 14
#define TOP 12
#define BOTTOM 46

const double svg_fifths[6] = {0, 0.2, 0.4, 0.6, 0.8, 1};

static double place(const struct axis *axis, double value)
{
	return (value - axis->low) / (axis->high - axis->low);
}

double svg_x(const struct plot *plot, double value)
{
	return LEFT + place(&plot->x, value) * (WIDTH - LEFT - RIGHT);
}

double svg_y(const struct plot *plot, double value)
{
	return HEIGHT - BOTTOM - place(&plot->y, value) * (HEIGHT - TOP - BOTTOM);
}

static void put_axes(struct plot *p)
{
	char number[32];
	size_t i;

	for (i = 0; i < p->x.n_ticks; i++) {
		snprintf(number, sizeof(number), p->x.format, p->x.ticks[i] * p->x.scale);
		svg_line(p, "grid", p->x.ticks[i], p->y.low, p->x.ticks[i], p->y.high);
		svg_text(p, "tick", "middle", p->x.ticks[i], p->y.low, 0, 17, number);
	}
	for (i = 0; i < p->y.n_ticks; i++) {
		snprintf(number, sizeof(number), p->y.format, fabs(p->y.ticks[i] * p->y.scale));
		svg_line(p, "grid", p->x.low, p->y.ticks[i], p->x.high, p->y.ticks[i]);
		svg_text(p, "tick", "end", p->x.low, p->y.ticks[i], -7, 4, number);
	}
	svg_line(p, "axis", p->x.low, p->y.low, p->x.high, p->y.low);
	svg_line(p, "axis", p->x.low, p->y.low, p->x.low, p->y.high);
	buffer_printf(p->out,
		"<text class=\"label\" text-anchor=\"middle\" x=\"%d\" y=\"%d\">%s</text>\n"
		"<text class=\"label\" text-anchor=\"middle\" transform=\"translate(13 %d) "
		"rotate(-90)\">%s</text>\n",
		(LEFT + WIDTH - RIGHT) / 2, HEIGHT - 8, p->x.label, (TOP + HEIGHT - BOTTOM) / 2,
		p->y.label);
}

void svg_begin(struct plot *p, const char *id, const char *title, const char *description)
{
	buffer_printf(p->out,
		"<figure>\n<figcaption>%s</figcaption>\n"
		"<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-labelledby=\"%s-t %s-d\">\n"
		"<title id=\"%s-t\">%s</title>\n<desc id=\"%s-d\">%s</desc>\n",
		title, WIDTH, HEIGHT, id, id, id, title, id, description);
	put_axes(p);
}

void svg_end(struct plot *p)
{
	buffer_add_str(p->out, "</svg>\n</figure>\n");
}

void svg_line(struct plot *p, const char *class, double x1, double y1, double x2, double y2)
{
	buffer_printf(p->out, "<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>\n",
		class, svg_x(p, x1), svg_y(p, y1), svg_x(p, x2), svg_y(p, y2));
}

void svg_box(struct plot *p, const char *class, double x1, double y1, double x2, double y2)
{
	const double left = svg_x(p, fmin(x1, x2));
	const double top = svg_y(p, fmax(y1, y2));

	buffer_printf(p->out,
		"<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"/>\n", class, left,
		top, svg_x(p, fmax(x1, x2)) - left, svg_y(p, fmin(y1, y2)) - top);
}

void svg_dot(struct plot *p, const char *class, double x, double y, double radius)
{
	buffer_printf(p->out, "<circle class=\"%s\" cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\"/>\n", class,
		svg_x(p, x), svg_y(p, y), radius);
}

void svg_text(struct plot *p, const char *class, const char *anchor, double x, double y, double dx,
	double dy, const char *text)
{
	buffer_printf(p->out, "<text class=\"%s\" text-anchor=\"%s\" x=\"%.1f\" y=\"%.1f\">%s</text>\n",
		class, anchor, svg_x(p, x) + dx, svg_y(p, y) + dy, text);
}

void svg_path_begin(struct plot *p, const char *class)
{
	buffer_printf(p->out, "<path class=\"%s\" d=\"", class);
}

void svg_path_to(struct plot *p, bool first, double x, double y)
{
	buffer_printf(p->out, "%s%.1f %.1f", first ? "M" : "L", svg_x(p, x), svg_y(p, y));
}

void svg_path_end(struct plot *p)
{
	buffer_add_str(p->out, "\"/>\n");
}
