# WordPress's comments in dumps of mysqldump, mariadb-dump and phpMyAdmin: other tables, any prefix
# and order of columns, escapes, blobs, NULL, several sites. Posts give titles, although they come
# later; from a pipe they cannot.
cat >dump.sql <<'SQL'
/*M!999999\- enable the sandbox mode */ 
-- MariaDB dump 10.19  Distrib 10.11.6-MariaDB, for debian-linux-gnu (x86_64)
/*!40101 SET @OLD_CHARACTER_SET_CLIENT=@@CHARACTER_SET_CLIENT */;
/*!40101 SET NAMES utf8mb4 */;

--
-- Table structure for table `blog_commentmeta`
--
DROP TABLE IF EXISTS `blog_commentmeta`;
CREATE TABLE `blog_commentmeta` (`meta_id` bigint(20) unsigned NOT NULL AUTO_INCREMENT, `meta_value` longtext DEFAULT NULL, PRIMARY KEY (`meta_id`), KEY `meta_key` (`meta_key`(191)));
INSERT INTO `blog_commentmeta` VALUES (1,'a ''quoted'' ; \' text, (1,2),(3);'),(2,NULL);
CREATE TABLE IF NOT EXISTS `blog_comments` (
  `comment_ID` bigint(20) unsigned NOT NULL AUTO_INCREMENT,
  `comment_post_ID` bigint(20) unsigned NOT NULL DEFAULT 0,
  `comment_author` tinytext NOT NULL COMMENT 'a name, (any)',
  `comment_author_email` varchar(100) NOT NULL DEFAULT '',
  `comment_author_url` varchar(200) NOT NULL DEFAULT '',
  `comment_author_IP` varchar(100) NOT NULL DEFAULT '',
  `comment_date` datetime NOT NULL DEFAULT '0000-00-00 00:00:00',
  `comment_date_gmt` datetime NOT NULL DEFAULT '0000-00-00 00:00:00',
  `comment_content` text NOT NULL,
  `comment_karma` int(11) NOT NULL DEFAULT 0,
  `comment_approved` varchar(20) NOT NULL DEFAULT '1',
  `comment_agent` varchar(255) NOT NULL DEFAULT '',
  `comment_type` varchar(20) NOT NULL DEFAULT 'comment',
  `comment_parent` bigint(20) unsigned NOT NULL DEFAULT 0,
  `user_id` bigint(20) unsigned NOT NULL DEFAULT 0,
  `extra` decimal(3,2) DEFAULT NULL,
  PRIMARY KEY (`comment_ID`),
  KEY `comment_post_ID` (`comment_post_ID`),
  CONSTRAINT `c` CHECK (`user_id` >= 0)
) ENGINE=InnoDB AUTO_INCREMENT=9 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;
LOCK TABLES `blog_comments` WRITE;
/*!40000 ALTER TABLE `blog_comments` DISABLE KEYS */;
INSERT INTO `blog_comments` VALUES (1,7,'Ann \"A\" Lowe','ann@mail.example','http://ann.example','192.0.2.1','2024-05-03 12:00:00','2024-05-03 10:00:00','Good \'news\' \\ for\r\nmy mother ''at last''\t100\% \Z;\n(1,2),(3)',0,'1','Mozilla/5.0','comment',0,3,1.50),(2,7,'Bob','','','','2024-05-03 11:00:00','0000-00-00 00:00:00','It is fine',0,'0','','',1,0,NULL),
(3,8,_utf8mb4'Cy','','','',NULL,NULL,0x48692074686572652E,0,'spam','','pingback',0,0,-1.5e0),(4,8,_binary 'D','','','','','',x'486f',0,'trash','','',0,0,NULL) , (5,8,'E','','','','','','gone',0,'post-trashed','','',0,0,NULL);
/*!40000 ALTER TABLE `blog_comments` ENABLE KEYS */;
UNLOCK TABLES;
DELIMITER ;;
/*!50003 CREATE*/ /*!50017 DEFINER=`a`@`%`*/ /*!50003 TRIGGER t AFTER INSERT ON blog_comments FOR EACH ROW BEGIN UPDATE x SET n = 1; END */;;
DELIMITER ;
INSERT INTO `blog_posts` VALUES (7,1,'2024-05-01 00:00:00','2024-05-01 00:00:00','A post; with ''text''','New \'stiles\'','','publish','open','open','','stiles','','','2024-05-01 00:00:00','2024-05-01 00:00:00','',0,'https://r.example/?p=7',0,'post','',2);
INSERT INTO `blog_2_comments` (`comment_content`, `comment_ID`, `comment_post_ID`, `comment_approved`, `comment_parent`) VALUES
('Of another site', 1, 7, '1', 0),
('An answer', 2, 7, '1', 1);
insert ignore into db.`blog_2_comments` (comment_ID, comment_content) values (3, "In double quotes: \"a\"") ON DUPLICATE KEY UPDATE comment_ID = 3;
-- Dump completed on 2024-05-04
SQL
gzip -k dump.sql
"$MODERATO" import dump.sql.gz
echo "-- from a pipe, and labels"
cat dump.sql | "$MODERATO" import | jq -c '[.id, .title]'
"$MODERATO" import --labels dump.sql | jq -c '[.id, .state, .labels]'
echo "-- latin1"
printf '/*!40101 SET NAMES latin1 */;\nINSERT INTO wp_comments (comment_ID, comment_content) VALUES (1, '"'Caf\351 \200'"');\n' | "$MODERATO" import
echo "-- no comments"
printf 'CREATE TABLE `a` (`b` int);\nINSERT INTO `a` VALUES (1);\n' | "$MODERATO" import
echo $?
printf 'CREATE TABLE `wp_comments` (`comment_ID` int, `comment_content` text);\n' | "$MODERATO" import
echo $?
printf 'CREATE TABLE `shop_comments` (`id` int, `text` text);\nINSERT INTO `shop_comments` VALUES (1,"x");\n' | "$MODERATO" import
echo $?
