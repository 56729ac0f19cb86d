INSERT INTO wp_comments (comment_content) VALUES ('it's'),
('b'),
('c,
('d');
INSERT INTO wp_x VALUES ('it's');
INSERT INTO wp_comments (comment_content) VALUES ('e'),('