-- MySQL dump
/*!40101 SET NAMES utf8 */;
CREATE TABLE `b_comments` (`comment_content` text COMMENT 'a,(b)', `comment_ID` int(3), KEY `a` (`b`));
LOCK TABLES `b_comments` WRITE;
INSERT INTO `b_comments` VALUES ('a',1),(0x6162,2),(x'41',3),(_binary 'c',-1.5);
