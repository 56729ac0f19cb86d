DELIMITER ;;
/*!50003 CREATE*/ /*!50003 TRIGGER a BEGIN x; END */;;
DELIMITER ;
# c
SET NAMES latin1;
INSERT INTO comments (comment_content) VALUE ('é');