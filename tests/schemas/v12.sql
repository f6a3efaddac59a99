PRAGMA application_id = 1801596977;
PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE refinery_schema_history(
             version int4 PRIMARY KEY,
             name VARCHAR(255),
             applied_on VARCHAR(255),
             checksum VARCHAR(255));
INSERT INTO refinery_schema_history VALUES(1,'knowledge_base','2026-11-27T16:35:04.932109253Z','8102199026304432381');
INSERT INTO refinery_schema_history VALUES(2,'documentation','2026-11-27T16:35:04.932169726Z','14938384995204635847');
INSERT INTO refinery_schema_history VALUES(3,'removal','2026-11-27T16:35:04.932178082Z','4316227520836863825');
INSERT INTO refinery_schema_history VALUES(4,'labels','2026-11-27T16:35:04.932183833Z','10466302690915537619');
INSERT INTO refinery_schema_history VALUES(5,'lasting_ids','2026-11-27T16:35:04.932189383Z','9393214058795957006');
INSERT INTO refinery_schema_history VALUES(6,'identities','2026-11-27T16:35:04.932195334Z','11737389947997478944');
INSERT INTO refinery_schema_history VALUES(7,'one_base','2026-11-27T16:35:04.932200374Z','5361533645880597843');
INSERT INTO refinery_schema_history VALUES(8,'sense','2026-11-27T16:35:04.932206435Z','4371290177666535491');
INSERT INTO refinery_schema_history VALUES(9,'said_on','2026-11-27T16:35:04.932212126Z','2980116406957238183');
INSERT INTO refinery_schema_history VALUES(10,'rejected','2026-11-27T16:35:04.932224489Z','17478425390931813133');
INSERT INTO refinery_schema_history VALUES(11,'described','2026-11-27T16:35:04.93223047Z','7954535804390162580');
INSERT INTO refinery_schema_history VALUES(12,'issues','2026-11-27T16:35:04.93223576Z','4739970871483193488');
CREATE TABLE settings (             -- facts about this file itself
  name   TEXT PRIMARY KEY,
  value  TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO settings VALUES('article:1','4 f80eb1b2be9a469a765b0f5c85e10b80 /desk/articles/ferries.md');
INSERT INTO settings VALUES('article:2','5 f4f6737d0f6ab6b571ebd0c79495a5b2 /desk/articles/harbour.md');
INSERT INTO settings VALUES('article:3','3 b9e157ca0aeedf22874a2cb9b24619aa /desk/articles/pilots.md');
INSERT INTO settings VALUES('article:4','2 270b030c1bf8521859fd7532b7f2eac6 /desk/articles/plain.txt');
INSERT INTO settings VALUES('knowledge_hash','694fd9d399e606c4');
INSERT INTO settings VALUES('seal:actor_aliases','119 990 21ec95168cc79700f3f30122c75f5183');
INSERT INTO settings VALUES('seal:actor_changes','16 16 852c2e7889236d8fe2e3706ca9ee915a');
INSERT INTO settings VALUES('seal:actor_ids','0 0 00000000000000000000000000000000');
INSERT INTO settings VALUES('seal:actor_merges','1 0 b43411704ead7a7756cb1432c499f02e');
INSERT INTO settings VALUES('seal:actors','44 420 a7ccb425687611ad96c96511b5bf342a');
INSERT INTO settings VALUES('seal:actors_found','1 415 6724a68703364ccf630f838d01a59e17');
INSERT INTO settings VALUES('seal:aliases_found','0 0 00000000000000000000000000000000');
INSERT INTO settings VALUES('seal:different_actors','1 0 f964fbc1bfa1ec6ec6f1839e3624c571');
INSERT INTO settings VALUES('seal:issue_changes','0 0 00000000000000000000000000000000');
INSERT INTO settings VALUES('seal:issue_signals','0 0 00000000000000000000000000000000');
INSERT INTO settings VALUES('seal:issues','4 16 553a5950806731e862479ae641e30c1a');
INSERT INTO settings VALUES('seal:position_reviews','0 0 00000000000000000000000000000000');
INSERT INTO settings VALUES('seal:positions','2 11 c90fecf5c352a9ed1596a0d0e07ee196');
INSERT INTO settings VALUES('seal:removed_articles','1 1 02d33ca641d75b379f4856a531afb669');
INSERT INTO settings VALUES('seal:removed_facts','1 0 406bcb5ae86c65c2e11a9a693ae95ff0');
INSERT INTO settings VALUES('seal:roles','1 272 c507ec84fbdb9cc9e7bf758e3f571b65');
INSERT INTO settings VALUES('seal:speaker_reviews','1 1 87e625c28cd32707825ca80dfbd4427d');
CREATE TABLE extractors (           -- what made the derived rows
  id            INTEGER PRIMARY KEY AUTOINCREMENT,
  version       TEXT NOT NULL,      -- version of the extractor's code
  statements_identity    TEXT NOT NULL,      -- which learned model it used
  speakers_identity  TEXT NOT NULL,      -- which actors, aliases, roles and word lists it knew
  UNIQUE (version, statements_identity, speakers_identity)
) STRICT;
INSERT INTO extractors VALUES(1,'8','181e5c701c66e55f','d329ce1f9aac3f17');
INSERT INTO extractors VALUES(2,'8','181e5c701c66e55f','aad7337ee84750e3');
CREATE TABLE import_runs (          -- one row for each `kb import`
  id           INTEGER PRIMARY KEY AUTOINCREMENT,
  started_at   TEXT NOT NULL,       -- UTC, ISO 8601
  finished_at  TEXT,                -- NULL: the run was interrupted
  kb_version   TEXT NOT NULL,
  added        INTEGER NOT NULL DEFAULT 0,
  changed      INTEGER NOT NULL DEFAULT 0,
  unchanged    INTEGER NOT NULL DEFAULT 0,
  failed       INTEGER NOT NULL DEFAULT 0
, renamed INTEGER NOT NULL DEFAULT 0) STRICT;
INSERT INTO import_runs VALUES(1,'2026-11-27T16:35:05Z','2026-11-27T16:35:05Z','0.1.0',5,0,0,0,0);
INSERT INTO import_runs VALUES(2,'2026-11-27T16:35:06Z','2026-11-27T16:35:06Z','0.1.0',0,0,5,0,0);
CREATE TABLE import_failures (      -- what a run could not read, and why
  import_run_id  INTEGER NOT NULL REFERENCES import_runs (id) ON DELETE CASCADE,
  source_path    TEXT NOT NULL,
  reason         TEXT NOT NULL,
  PRIMARY KEY (import_run_id, source_path)
) STRICT, WITHOUT ROWID;
CREATE TABLE actors (               -- whoever can say something or take a position
  id           INTEGER PRIMARY KEY AUTOINCREMENT,
  slug         TEXT NOT NULL UNIQUE,  -- stable key: sergey-lavrov
  name         TEXT NOT NULL,
  name_folded  TEXT NOT NULL,         -- the name without case, accents and spelling variants, for look-ups
  kind         TEXT NOT NULL CHECK (kind IN ('person', 'state', 'body', 'organisation', 'outlet', 'group')),
  gender       TEXT CHECK (gender IN ('male', 'female')),
  state_id     INTEGER REFERENCES actors (id) ON DELETE SET NULL,  -- the state it belongs to
  description  TEXT NOT NULL DEFAULT '',
  wikidata     TEXT UNIQUE CHECK (wikidata GLOB 'Q[1-9]*'),  -- its item there: Q58217
  origin       TEXT NOT NULL CHECK (origin IN ('seed', 'user', 'text'))
, article_id INTEGER REFERENCES articles (id) ON DELETE CASCADE) STRICT;
INSERT INTO actors VALUES(62,'western-countries','Western countries','vestern kuntris','group',NULL,NULL,'The United States and its European allies spoken of as one actor',NULL,'seed',NULL);
INSERT INTO actors VALUES(63,'western-officials','Western officials','vestern oficials','group',NULL,NULL,'Unnamed officials of Western governments',NULL,'seed',NULL);
INSERT INTO actors VALUES(64,'western-leaders','Western leaders','vestern leaders','group',NULL,NULL,'Heads of Western governments together',NULL,'seed',NULL);
INSERT INTO actors VALUES(65,'western-media','Western media','vestern media','group',NULL,NULL,'Newspapers and broadcasters of the West together',NULL,'seed',NULL);
INSERT INTO actors VALUES(66,'western-intelligence','Western intelligence services','vestern inteligence services','group',NULL,NULL,'Unnamed intelligence agencies of Western states',NULL,'seed',NULL);
INSERT INTO actors VALUES(67,'nato-allies','NATO allies','nato alis','group',NULL,NULL,'Member states of NATO together',NULL,'seed',NULL);
INSERT INTO actors VALUES(68,'nato-officials','NATO officials','nato oficials','group',NULL,NULL,'Unnamed officials of NATO',NULL,'seed',NULL);
INSERT INTO actors VALUES(69,'us-allies','US allies','us alis','group',NULL,NULL,'Allies of the United States together',NULL,'seed',NULL);
INSERT INTO actors VALUES(70,'european-countries','European countries','european kuntris','group',NULL,NULL,'States of Europe together',NULL,'seed',NULL);
INSERT INTO actors VALUES(71,'european-officials','European officials','european oficials','group',NULL,NULL,'Unnamed officials of the European Union or its members',NULL,'seed',NULL);
INSERT INTO actors VALUES(72,'european-leaders','European leaders','european leaders','group',NULL,NULL,'Heads of European governments together',NULL,'seed',NULL);
INSERT INTO actors VALUES(73,'eu-member-states','EU member states','eu member states','group',NULL,NULL,'Member states of the European Union together',NULL,'seed',NULL);
INSERT INTO actors VALUES(74,'baltic-states','Baltic states','baltik states','group',NULL,NULL,'Estonia, Latvia and Lithuania together',NULL,'seed',NULL);
INSERT INTO actors VALUES(75,'russian-officials','Russian officials','rusian oficials','group',NULL,NULL,'Unnamed officials of Russia',NULL,'seed',NULL);
INSERT INTO actors VALUES(76,'russian-diplomats','Russian diplomats','rusian diplomats','group',NULL,NULL,'Unnamed members of the Russian foreign service',NULL,'seed',NULL);
INSERT INTO actors VALUES(77,'russian-lawmakers','Russian lawmakers','rusian lavmakers','group',NULL,NULL,'Members of the Russian parliament together',NULL,'seed',NULL);
INSERT INTO actors VALUES(78,'russian-media','Russian media','rusian media','group',NULL,NULL,'Newspapers and broadcasters of Russia together',NULL,'seed',NULL);
INSERT INTO actors VALUES(79,'us-officials','US officials','us oficials','group',NULL,NULL,'Unnamed officials of the United States',NULL,'seed',NULL);
INSERT INTO actors VALUES(80,'us-lawmakers','US lawmakers','us lavmakers','group',NULL,NULL,'Members of the US Congress together',NULL,'seed',NULL);
INSERT INTO actors VALUES(81,'american-media','American media','amerikan media','group',NULL,NULL,'Newspapers and broadcasters of the United States together',NULL,'seed',NULL);
INSERT INTO actors VALUES(82,'ukrainian-officials','Ukrainian officials','ukrainian oficials','group',NULL,NULL,'Unnamed officials of Ukraine',NULL,'seed',NULL);
INSERT INTO actors VALUES(83,'british-officials','British officials','british oficials','group',NULL,NULL,'Unnamed officials of the United Kingdom',NULL,'seed',NULL);
INSERT INTO actors VALUES(84,'french-officials','French officials','french oficials','group',NULL,NULL,'Unnamed officials of France',NULL,'seed',NULL);
INSERT INTO actors VALUES(85,'german-officials','German officials','german oficials','group',NULL,NULL,'Unnamed officials of Germany',NULL,'seed',NULL);
INSERT INTO actors VALUES(86,'polish-officials','Polish officials','polish oficials','group',NULL,NULL,'Unnamed officials of Poland',NULL,'seed',NULL);
INSERT INTO actors VALUES(87,'chinese-officials','Chinese officials','chinese oficials','group',NULL,NULL,'Unnamed officials of China',NULL,'seed',NULL);
INSERT INTO actors VALUES(88,'donbas-republics','Donbas republics','donbas republiks','group',NULL,NULL,'The self-proclaimed Donetsk and Luhansk People''s Republics together',NULL,'seed',NULL);
INSERT INTO actors VALUES(89,'experts','Experts','eksperts','group',NULL,NULL,'Unnamed experts',NULL,'seed',NULL);
INSERT INTO actors VALUES(90,'analysts','Analysts','analists','group',NULL,NULL,'Unnamed analysts',NULL,'seed',NULL);
INSERT INTO actors VALUES(91,'political-scientists','Political scientists','politikal scintists','group',NULL,NULL,'Unnamed political scientists',NULL,'seed',NULL);
INSERT INTO actors VALUES(92,'economists','Economists','ekonomists','group',NULL,NULL,'Unnamed economists',NULL,'seed',NULL);
INSERT INTO actors VALUES(93,'diplomats','Diplomats','diplomats','group',NULL,NULL,'Unnamed diplomats',NULL,'seed',NULL);
INSERT INTO actors VALUES(94,'officials','Officials','oficials','group',NULL,NULL,'Unnamed officials of no stated country',NULL,'seed',NULL);
INSERT INTO actors VALUES(95,'journalists','Journalists','yurnalists','group',NULL,NULL,'Unnamed journalists',NULL,'seed',NULL);
INSERT INTO actors VALUES(96,'media','Media','media','group',NULL,NULL,'The press in general',NULL,'seed',NULL);
INSERT INTO actors VALUES(97,'sources','Sources','surces','group',NULL,NULL,'Unnamed sources',NULL,'seed',NULL);
INSERT INTO actors VALUES(98,'critics','Critics','kritiks','group',NULL,NULL,'Unnamed critics',NULL,'seed',NULL);
INSERT INTO actors VALUES(99,'politicians','Politicians','politicians','group',NULL,NULL,'Unnamed politicians',NULL,'seed',NULL);
INSERT INTO actors VALUES(411,'tove-lindal','Tove Lindal','tove lindal','person',NULL,NULL,'',NULL,'user',NULL);
INSERT INTO actors VALUES(413,'ilse-kamp','Ilse Kamp','ilse kamp','person','female',417,'harbour minister of Norland',NULL,'user',NULL);
INSERT INTO actors VALUES(414,'jorin-vessel','Jorin Vessel','yorin vesel','person','male',NULL,'spokesman for the pilots'' union',NULL,'user',NULL);
INSERT INTO actors VALUES(415,'fisherman-of-article-4','Fisherman','fisherman','person','male',NULL,'',NULL,'text',4);
INSERT INTO actors VALUES(417,'norland','Norland','norland','state',NULL,NULL,'',NULL,'user',NULL);
INSERT INTO actors VALUES(418,'harbour-ministry','Harbour Ministry','harbur ministri','body',NULL,417,'',NULL,'user',NULL);
INSERT INTO actors VALUES(420,'mara-ollik','Mara Ollik','mara olik','person','female',NULL,'',NULL,'user',NULL);
CREATE TABLE actor_aliases (        -- other surface forms of an actor
  id            INTEGER PRIMARY KEY AUTOINCREMENT,
  actor_id      INTEGER NOT NULL REFERENCES actors (id) ON DELETE CASCADE,
  alias         TEXT NOT NULL,
  alias_folded  TEXT NOT NULL,
  kind          TEXT NOT NULL CHECK (kind IN ('name', 'short', 'transliteration', 'metonym', 'abbreviation',
                                              'nickname', 'demonym')),
  origin        TEXT NOT NULL CHECK (origin IN ('seed', 'user', 'text')),
  UNIQUE (actor_id, alias)
) STRICT;
INSERT INTO actor_aliases VALUES(155,62,'West','vest','metonym','seed');
INSERT INTO actor_aliases VALUES(156,62,'collective West','kolektive vest','name','seed');
INSERT INTO actor_aliases VALUES(157,62,'Western states','vestern states','name','seed');
INSERT INTO actor_aliases VALUES(158,62,'Western powers','vestern povers','name','seed');
INSERT INTO actor_aliases VALUES(159,62,'Western partners','vestern partners','name','seed');
INSERT INTO actor_aliases VALUES(160,62,'Western colleagues','vestern koleages','name','seed');
INSERT INTO actor_aliases VALUES(161,62,'Western capitals','vestern kapitals','name','seed');
INSERT INTO actor_aliases VALUES(162,62,'Western nations','vestern nations','name','seed');
INSERT INTO actor_aliases VALUES(163,62,'Westerners','vesterners','short','seed');
INSERT INTO actor_aliases VALUES(164,63,'Western government officials','vestern government oficials','name','seed');
INSERT INTO actor_aliases VALUES(165,64,'leaders of the West','leaders of te vest','name','seed');
INSERT INTO actor_aliases VALUES(166,64,'Western politicians','vestern politicians','name','seed');
INSERT INTO actor_aliases VALUES(167,65,'Western press','vestern pres','name','seed');
INSERT INTO actor_aliases VALUES(168,65,'Western newspapers','vestern nevspapers','name','seed');
INSERT INTO actor_aliases VALUES(169,66,'Western intelligence','vestern inteligence','name','seed');
INSERT INTO actor_aliases VALUES(170,66,'Western intelligence agencies','vestern inteligence agencis','name','seed');
INSERT INTO actor_aliases VALUES(171,67,'NATO countries','nato kuntris','name','seed');
INSERT INTO actor_aliases VALUES(172,67,'NATO members','nato members','name','seed');
INSERT INTO actor_aliases VALUES(173,67,'NATO member states','nato member states','name','seed');
INSERT INTO actor_aliases VALUES(174,67,'NATO states','nato states','name','seed');
INSERT INTO actor_aliases VALUES(175,67,'alliance members','aliance members','name','seed');
INSERT INTO actor_aliases VALUES(176,68,'NATO representatives','nato representatives','name','seed');
INSERT INTO actor_aliases VALUES(177,68,'representatives of NATO','representatives of nato','name','seed');
INSERT INTO actor_aliases VALUES(178,68,'NATO diplomats','nato diplomats','name','seed');
INSERT INTO actor_aliases VALUES(179,68,'alliance officials','aliance oficials','name','seed');
INSERT INTO actor_aliases VALUES(180,69,'U.S. allies','us alis','name','seed');
INSERT INTO actor_aliases VALUES(181,69,'American allies','amerikan alis','name','seed');
INSERT INTO actor_aliases VALUES(182,69,'allies of the United States','alis of te united states','name','seed');
INSERT INTO actor_aliases VALUES(183,70,'European states','european states','name','seed');
INSERT INTO actor_aliases VALUES(184,70,'Europeans','europeans','name','seed');
INSERT INTO actor_aliases VALUES(185,70,'European capitals','european kapitals','name','seed');
INSERT INTO actor_aliases VALUES(186,70,'European nations','european nations','name','seed');
INSERT INTO actor_aliases VALUES(187,71,'EU officials','eu oficials','name','seed');
INSERT INTO actor_aliases VALUES(188,71,'European diplomats','european diplomats','name','seed');
INSERT INTO actor_aliases VALUES(189,71,'EU diplomats','eu diplomats','name','seed');
INSERT INTO actor_aliases VALUES(190,72,'EU leaders','eu leaders','name','seed');
INSERT INTO actor_aliases VALUES(191,72,'leaders of the European Union','leaders of te european union','name','seed');
INSERT INTO actor_aliases VALUES(192,73,'EU members','eu members','name','seed');
INSERT INTO actor_aliases VALUES(193,73,'EU countries','eu kuntris','name','seed');
INSERT INTO actor_aliases VALUES(194,73,'EU states','eu states','name','seed');
INSERT INTO actor_aliases VALUES(195,74,'Baltic countries','baltik kuntris','name','seed');
INSERT INTO actor_aliases VALUES(196,74,'Baltic republics','baltik republiks','name','seed');
INSERT INTO actor_aliases VALUES(197,74,'Baltics','baltiks','short','seed');
INSERT INTO actor_aliases VALUES(198,75,'Kremlin officials','kremlin oficials','name','seed');
INSERT INTO actor_aliases VALUES(199,75,'Moscow officials','moskov oficials','name','seed');
INSERT INTO actor_aliases VALUES(200,75,'officials in Moscow','oficials in moskov','name','seed');
INSERT INTO actor_aliases VALUES(201,75,'Russian policymakers','rusian policimakers','name','seed');
INSERT INTO actor_aliases VALUES(202,77,'Russian deputies','rusian deputis','name','seed');
INSERT INTO actor_aliases VALUES(203,77,'Russian parliamentarians','rusian parliamentarians','name','seed');
INSERT INTO actor_aliases VALUES(204,77,'Duma deputies','duma deputis','name','seed');
INSERT INTO actor_aliases VALUES(205,77,'State Duma deputies','state duma deputis','name','seed');
INSERT INTO actor_aliases VALUES(206,77,'Russian legislators','rusian legislators','name','seed');
INSERT INTO actor_aliases VALUES(207,77,'Russian MPs','rusian mps','name','seed');
INSERT INTO actor_aliases VALUES(208,78,'Russian press','rusian pres','name','seed');
INSERT INTO actor_aliases VALUES(209,78,'Russian state media','rusian state media','name','seed');
INSERT INTO actor_aliases VALUES(210,78,'Russian state television','rusian state television','name','seed');
INSERT INTO actor_aliases VALUES(211,79,'U.S. officials','us oficials','name','seed');
INSERT INTO actor_aliases VALUES(212,79,'American officials','amerikan oficials','name','seed');
INSERT INTO actor_aliases VALUES(213,79,'White House officials','vhite huse oficials','name','seed');
INSERT INTO actor_aliases VALUES(214,79,'senior administration officials','senior administration oficials','name','seed');
INSERT INTO actor_aliases VALUES(215,79,'administration officials','administration oficials','name','seed');
INSERT INTO actor_aliases VALUES(216,79,'officials in Washington','oficials in vashington','name','seed');
INSERT INTO actor_aliases VALUES(217,79,'US defense officials','us defense oficials','name','seed');
INSERT INTO actor_aliases VALUES(218,79,'U.S. defense officials','us defense oficials','name','seed');
INSERT INTO actor_aliases VALUES(219,79,'Pentagon officials','pentagon oficials','name','seed');
INSERT INTO actor_aliases VALUES(220,80,'U.S. lawmakers','us lavmakers','name','seed');
INSERT INTO actor_aliases VALUES(221,80,'American lawmakers','amerikan lavmakers','name','seed');
INSERT INTO actor_aliases VALUES(222,80,'US senators','us senators','name','seed');
INSERT INTO actor_aliases VALUES(223,80,'U.S. senators','us senators','name','seed');
INSERT INTO actor_aliases VALUES(224,80,'members of Congress','members of kongres','name','seed');
INSERT INTO actor_aliases VALUES(225,80,'US congressmen','us kongresmen','name','seed');
INSERT INTO actor_aliases VALUES(226,81,'US media','us media','name','seed');
INSERT INTO actor_aliases VALUES(227,81,'U.S. media','us media','name','seed');
INSERT INTO actor_aliases VALUES(228,81,'American press','amerikan pres','name','seed');
INSERT INTO actor_aliases VALUES(229,81,'American newspapers','amerikan nevspapers','name','seed');
INSERT INTO actor_aliases VALUES(230,82,'Kyiv officials','kiv oficials','name','seed');
INSERT INTO actor_aliases VALUES(231,82,'officials in Kyiv','oficials in kiv','name','seed');
INSERT INTO actor_aliases VALUES(232,82,'officials in Kiev','oficials in kiv','transliteration','seed');
INSERT INTO actor_aliases VALUES(233,83,'UK officials','uk oficials','name','seed');
INSERT INTO actor_aliases VALUES(234,84,'French diplomats','french diplomats','name','seed');
INSERT INTO actor_aliases VALUES(235,84,'Elysee officials','elise oficials','name','seed');
INSERT INTO actor_aliases VALUES(236,85,'German diplomats','german diplomats','name','seed');
INSERT INTO actor_aliases VALUES(237,86,'Polish politicians','polish politicians','name','seed');
INSERT INTO actor_aliases VALUES(238,87,'Chinese diplomats','chinese diplomats','name','seed');
INSERT INTO actor_aliases VALUES(239,88,'Donbass republics','donbas republiks','transliteration','seed');
INSERT INTO actor_aliases VALUES(240,88,'self-proclaimed republics','self proklaimed republiks','name','seed');
INSERT INTO actor_aliases VALUES(241,88,'separatists','separatists','name','seed');
INSERT INTO actor_aliases VALUES(242,88,'pro-Russian separatists','pro rusian separatists','name','seed');
INSERT INTO actor_aliases VALUES(243,88,'Russian-backed separatists','rusian baked separatists','name','seed');
INSERT INTO actor_aliases VALUES(244,88,'Donbas separatists','donbas separatists','name','seed');
INSERT INTO actor_aliases VALUES(245,88,'Donbas authorities','donbas autoritis','name','seed');
INSERT INTO actor_aliases VALUES(246,88,'Donbass authorities','donbas autoritis','transliteration','seed');
INSERT INTO actor_aliases VALUES(247,89,'some experts','some eksperts','name','seed');
INSERT INTO actor_aliases VALUES(248,89,'military experts','militari eksperts','name','seed');
INSERT INTO actor_aliases VALUES(249,89,'political experts','politikal eksperts','name','seed');
INSERT INTO actor_aliases VALUES(250,90,'political analysts','politikal analists','name','seed');
INSERT INTO actor_aliases VALUES(251,90,'military analysts','militari analists','name','seed');
INSERT INTO actor_aliases VALUES(252,90,'some analysts','some analists','name','seed');
INSERT INTO actor_aliases VALUES(253,90,'observers','observers','name','seed');
INSERT INTO actor_aliases VALUES(254,90,'political observers','politikal observers','name','seed');
INSERT INTO actor_aliases VALUES(255,93,'senior diplomats','senior diplomats','name','seed');
INSERT INTO actor_aliases VALUES(256,93,'Western diplomats','vestern diplomats','name','seed');
INSERT INTO actor_aliases VALUES(257,93,'diplomatic sources','diplomatik surces','name','seed');
INSERT INTO actor_aliases VALUES(258,94,'government officials','government oficials','name','seed');
INSERT INTO actor_aliases VALUES(259,94,'senior officials','senior oficials','name','seed');
INSERT INTO actor_aliases VALUES(260,94,'defense officials','defense oficials','name','seed');
INSERT INTO actor_aliases VALUES(261,94,'intelligence officials','inteligence oficials','name','seed');
INSERT INTO actor_aliases VALUES(262,95,'reporters','reporters','name','seed');
INSERT INTO actor_aliases VALUES(263,95,'correspondents','korespondents','name','seed');
INSERT INTO actor_aliases VALUES(264,96,'world media','vorld media','name','seed');
INSERT INTO actor_aliases VALUES(265,96,'media reports','media reports','name','seed');
INSERT INTO actor_aliases VALUES(266,96,'news agencies','nevs agencis','name','seed');
INSERT INTO actor_aliases VALUES(267,96,'press reports','pres reports','name','seed');
INSERT INTO actor_aliases VALUES(268,97,'unnamed sources','unamed surces','name','seed');
INSERT INTO actor_aliases VALUES(269,97,'anonymous sources','anonimus surces','name','seed');
INSERT INTO actor_aliases VALUES(270,97,'informed sources','informed surces','name','seed');
INSERT INTO actor_aliases VALUES(987,413,'the quay minister','kuai minister','name','user');
INSERT INTO actor_aliases VALUES(989,411,'Madam Fuel','madam ful','name','user');
INSERT INTO actor_aliases VALUES(990,414,'Birger Tholen','birger tolen','name','user');
CREATE TABLE roles (                -- an office that an actor holds somewhere, dated
  id               INTEGER PRIMARY KEY AUTOINCREMENT,
  actor_id         INTEGER NOT NULL REFERENCES actors (id) ON DELETE CASCADE,
  title            TEXT NOT NULL,   -- Foreign Minister
  organisation_id  INTEGER REFERENCES actors (id) ON DELETE SET NULL,
  since            TEXT,
  until            TEXT,
  origin           TEXT NOT NULL CHECK (origin IN ('seed', 'user', 'text'))
) STRICT;
INSERT INTO roles VALUES(272,413,'Harbour Minister, Harbour Ministry, 2019-05..',NULL,NULL,NULL,'user');
CREATE TABLE actor_ids (            -- what other registers call an actor
  scheme       TEXT NOT NULL,       -- which register: ftm (an entity of FollowTheMoney), iso3166, …
  external_id  TEXT NOT NULL,
  actor_id     INTEGER NOT NULL REFERENCES actors (id) ON DELETE CASCADE,
  PRIMARY KEY (scheme, external_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE actor_keys (           -- derived from names: two actors of one kind that share a key may be the same
  actor_id  INTEGER NOT NULL REFERENCES actors (id) ON DELETE CASCADE,
  basis     TEXT NOT NULL CHECK (basis IN (
              'words',              -- the folded words of a name or alias, sorted: Xi Jinping, Jinping Xi
              'sound',              -- a person's surname and the consonants of the given name: Vladimir, Volodymyr
              'initial_only',       -- surname and initial of a person who is never named in full: S. Lavrov
              'surname_only')),     -- the surname of a person who has no other name
  key       TEXT NOT NULL,
  PRIMARY KEY (basis, key, actor_id)
) STRICT, WITHOUT ROWID;
INSERT INTO actor_keys VALUES(62,'words','kapitals vestern');
INSERT INTO actor_keys VALUES(62,'words','koleages vestern');
INSERT INTO actor_keys VALUES(62,'words','kolektive vest');
INSERT INTO actor_keys VALUES(62,'words','kuntris vestern');
INSERT INTO actor_keys VALUES(62,'words','nations vestern');
INSERT INTO actor_keys VALUES(62,'words','partners vestern');
INSERT INTO actor_keys VALUES(62,'words','povers vestern');
INSERT INTO actor_keys VALUES(62,'words','states vestern');
INSERT INTO actor_keys VALUES(63,'words','government oficials vestern');
INSERT INTO actor_keys VALUES(63,'words','oficials vestern');
INSERT INTO actor_keys VALUES(64,'words','leaders of te vest');
INSERT INTO actor_keys VALUES(64,'words','leaders vestern');
INSERT INTO actor_keys VALUES(64,'words','politicians vestern');
INSERT INTO actor_keys VALUES(65,'words','media vestern');
INSERT INTO actor_keys VALUES(65,'words','nevspapers vestern');
INSERT INTO actor_keys VALUES(65,'words','pres vestern');
INSERT INTO actor_keys VALUES(66,'words','agencis inteligence vestern');
INSERT INTO actor_keys VALUES(66,'words','inteligence services vestern');
INSERT INTO actor_keys VALUES(66,'words','inteligence vestern');
INSERT INTO actor_keys VALUES(67,'words','aliance members');
INSERT INTO actor_keys VALUES(67,'words','alis nato');
INSERT INTO actor_keys VALUES(67,'words','kuntris nato');
INSERT INTO actor_keys VALUES(67,'words','member nato states');
INSERT INTO actor_keys VALUES(67,'words','members nato');
INSERT INTO actor_keys VALUES(67,'words','nato states');
INSERT INTO actor_keys VALUES(68,'words','aliance oficials');
INSERT INTO actor_keys VALUES(68,'words','diplomats nato');
INSERT INTO actor_keys VALUES(68,'words','nato of representatives');
INSERT INTO actor_keys VALUES(68,'words','nato oficials');
INSERT INTO actor_keys VALUES(68,'words','nato representatives');
INSERT INTO actor_keys VALUES(69,'words','alis amerikan');
INSERT INTO actor_keys VALUES(69,'words','alis of states te united');
INSERT INTO actor_keys VALUES(69,'words','alis us');
INSERT INTO actor_keys VALUES(70,'words','european kapitals');
INSERT INTO actor_keys VALUES(70,'words','european kuntris');
INSERT INTO actor_keys VALUES(70,'words','european nations');
INSERT INTO actor_keys VALUES(70,'words','european states');
INSERT INTO actor_keys VALUES(70,'words','europeans');
INSERT INTO actor_keys VALUES(71,'words','diplomats eu');
INSERT INTO actor_keys VALUES(71,'words','diplomats european');
INSERT INTO actor_keys VALUES(71,'words','eu oficials');
INSERT INTO actor_keys VALUES(71,'words','european oficials');
INSERT INTO actor_keys VALUES(72,'words','eu leaders');
INSERT INTO actor_keys VALUES(72,'words','european leaders');
INSERT INTO actor_keys VALUES(72,'words','european leaders of te union');
INSERT INTO actor_keys VALUES(73,'words','eu kuntris');
INSERT INTO actor_keys VALUES(73,'words','eu member states');
INSERT INTO actor_keys VALUES(73,'words','eu members');
INSERT INTO actor_keys VALUES(73,'words','eu states');
INSERT INTO actor_keys VALUES(74,'words','baltik kuntris');
INSERT INTO actor_keys VALUES(74,'words','baltik republiks');
INSERT INTO actor_keys VALUES(74,'words','baltik states');
INSERT INTO actor_keys VALUES(75,'words','in moskov oficials');
INSERT INTO actor_keys VALUES(75,'words','kremlin oficials');
INSERT INTO actor_keys VALUES(75,'words','moskov oficials');
INSERT INTO actor_keys VALUES(75,'words','oficials rusian');
INSERT INTO actor_keys VALUES(75,'words','policimakers rusian');
INSERT INTO actor_keys VALUES(76,'words','diplomats rusian');
INSERT INTO actor_keys VALUES(77,'words','deputis duma');
INSERT INTO actor_keys VALUES(77,'words','deputis duma state');
INSERT INTO actor_keys VALUES(77,'words','deputis rusian');
INSERT INTO actor_keys VALUES(77,'words','lavmakers rusian');
INSERT INTO actor_keys VALUES(77,'words','legislators rusian');
INSERT INTO actor_keys VALUES(77,'words','mps rusian');
INSERT INTO actor_keys VALUES(77,'words','parliamentarians rusian');
INSERT INTO actor_keys VALUES(78,'words','media rusian');
INSERT INTO actor_keys VALUES(78,'words','media rusian state');
INSERT INTO actor_keys VALUES(78,'words','pres rusian');
INSERT INTO actor_keys VALUES(78,'words','rusian state television');
INSERT INTO actor_keys VALUES(79,'words','administration oficials');
INSERT INTO actor_keys VALUES(79,'words','administration oficials senior');
INSERT INTO actor_keys VALUES(79,'words','amerikan oficials');
INSERT INTO actor_keys VALUES(79,'words','defense oficials us');
INSERT INTO actor_keys VALUES(79,'words','huse oficials vhite');
INSERT INTO actor_keys VALUES(79,'words','in oficials vashington');
INSERT INTO actor_keys VALUES(79,'words','oficials pentagon');
INSERT INTO actor_keys VALUES(79,'words','oficials us');
INSERT INTO actor_keys VALUES(80,'words','amerikan lavmakers');
INSERT INTO actor_keys VALUES(80,'words','kongres members of');
INSERT INTO actor_keys VALUES(80,'words','kongresmen us');
INSERT INTO actor_keys VALUES(80,'words','lavmakers us');
INSERT INTO actor_keys VALUES(80,'words','senators us');
INSERT INTO actor_keys VALUES(81,'words','amerikan media');
INSERT INTO actor_keys VALUES(81,'words','amerikan nevspapers');
INSERT INTO actor_keys VALUES(81,'words','amerikan pres');
INSERT INTO actor_keys VALUES(81,'words','media us');
INSERT INTO actor_keys VALUES(82,'words','in kiv oficials');
INSERT INTO actor_keys VALUES(82,'words','kiv oficials');
INSERT INTO actor_keys VALUES(82,'words','oficials ukrainian');
INSERT INTO actor_keys VALUES(83,'words','british oficials');
INSERT INTO actor_keys VALUES(83,'words','oficials uk');
INSERT INTO actor_keys VALUES(84,'words','diplomats french');
INSERT INTO actor_keys VALUES(84,'words','elise oficials');
INSERT INTO actor_keys VALUES(84,'words','french oficials');
INSERT INTO actor_keys VALUES(85,'words','diplomats german');
INSERT INTO actor_keys VALUES(85,'words','german oficials');
INSERT INTO actor_keys VALUES(86,'words','oficials polish');
INSERT INTO actor_keys VALUES(86,'words','polish politicians');
INSERT INTO actor_keys VALUES(87,'words','chinese diplomats');
INSERT INTO actor_keys VALUES(87,'words','chinese oficials');
INSERT INTO actor_keys VALUES(88,'words','autoritis donbas');
INSERT INTO actor_keys VALUES(88,'words','baked rusian separatists');
INSERT INTO actor_keys VALUES(88,'words','donbas republiks');
INSERT INTO actor_keys VALUES(88,'words','donbas separatists');
INSERT INTO actor_keys VALUES(88,'words','pro rusian separatists');
INSERT INTO actor_keys VALUES(88,'words','proklaimed republiks self');
INSERT INTO actor_keys VALUES(88,'words','separatists');
INSERT INTO actor_keys VALUES(89,'words','eksperts');
INSERT INTO actor_keys VALUES(89,'words','eksperts militari');
INSERT INTO actor_keys VALUES(89,'words','eksperts politikal');
INSERT INTO actor_keys VALUES(89,'words','eksperts some');
INSERT INTO actor_keys VALUES(90,'words','analists');
INSERT INTO actor_keys VALUES(90,'words','analists militari');
INSERT INTO actor_keys VALUES(90,'words','analists politikal');
INSERT INTO actor_keys VALUES(90,'words','analists some');
INSERT INTO actor_keys VALUES(90,'words','observers');
INSERT INTO actor_keys VALUES(90,'words','observers politikal');
INSERT INTO actor_keys VALUES(91,'words','politikal scintists');
INSERT INTO actor_keys VALUES(92,'words','ekonomists');
INSERT INTO actor_keys VALUES(93,'words','diplomatik surces');
INSERT INTO actor_keys VALUES(93,'words','diplomats');
INSERT INTO actor_keys VALUES(93,'words','diplomats senior');
INSERT INTO actor_keys VALUES(93,'words','diplomats vestern');
INSERT INTO actor_keys VALUES(94,'words','defense oficials');
INSERT INTO actor_keys VALUES(94,'words','government oficials');
INSERT INTO actor_keys VALUES(94,'words','inteligence oficials');
INSERT INTO actor_keys VALUES(94,'words','oficials');
INSERT INTO actor_keys VALUES(94,'words','oficials senior');
INSERT INTO actor_keys VALUES(95,'words','korespondents');
INSERT INTO actor_keys VALUES(95,'words','reporters');
INSERT INTO actor_keys VALUES(95,'words','yurnalists');
INSERT INTO actor_keys VALUES(96,'words','agencis nevs');
INSERT INTO actor_keys VALUES(96,'words','media');
INSERT INTO actor_keys VALUES(96,'words','media reports');
INSERT INTO actor_keys VALUES(96,'words','media vorld');
INSERT INTO actor_keys VALUES(96,'words','pres reports');
INSERT INTO actor_keys VALUES(97,'words','anonimus surces');
INSERT INTO actor_keys VALUES(97,'words','informed surces');
INSERT INTO actor_keys VALUES(97,'words','surces');
INSERT INTO actor_keys VALUES(97,'words','surces unamed');
INSERT INTO actor_keys VALUES(98,'words','kritiks');
INSERT INTO actor_keys VALUES(99,'words','politicians');
INSERT INTO actor_keys VALUES(411,'sound','ful mdm');
INSERT INTO actor_keys VALUES(411,'sound','lindal tv');
INSERT INTO actor_keys VALUES(411,'words','ful madam');
INSERT INTO actor_keys VALUES(411,'words','lindal tove');
INSERT INTO actor_keys VALUES(413,'sound','kamp ils');
INSERT INTO actor_keys VALUES(413,'sound','minister kuai');
INSERT INTO actor_keys VALUES(413,'words','ilse kamp');
INSERT INTO actor_keys VALUES(413,'words','kuai minister');
INSERT INTO actor_keys VALUES(414,'sound','tolen brgr');
INSERT INTO actor_keys VALUES(414,'sound','vesel yrn');
INSERT INTO actor_keys VALUES(414,'words','birger tolen');
INSERT INTO actor_keys VALUES(414,'words','vesel yorin');
INSERT INTO actor_keys VALUES(417,'words','norland');
INSERT INTO actor_keys VALUES(418,'words','harbur ministri');
INSERT INTO actor_keys VALUES(420,'sound','olik mr');
INSERT INTO actor_keys VALUES(420,'words','mara olik');
CREATE TABLE actor_changes (        -- each change: who made it, when, why
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  made_at     TEXT NOT NULL,        -- UTC, ISO 8601
  made_by     TEXT NOT NULL,
  why         TEXT NOT NULL DEFAULT '',
  action      TEXT NOT NULL CHECK (action IN ('add', 'edit', 'alias', 'remove_alias', 'role', 'remove_role', 'merge',
                                              'split', 'different', 'not_different', 'assign', 'import')),
  actor_slug  TEXT,                 -- whom it was done to; a slug, since the row may be gone by now
  other_slug  TEXT,                 -- the other actor of a merge, split or comparison
  detail      TEXT NOT NULL DEFAULT '',    -- what was done, in words
  undo        TEXT CHECK (undo IS NULL OR json_valid(undo)),  -- what it takes to restore the state before
  undone_by   INTEGER REFERENCES actor_changes (id)  -- the change that took this one back
) STRICT;
INSERT INTO actor_changes VALUES(1,'2026-11-27T16:35:05Z','ada','the fixture','add','norland',NULL,'Norland',NULL,NULL);
INSERT INTO actor_changes VALUES(2,'2026-11-27T16:35:05Z','ada','the fixture','add','harbour-ministry',NULL,'Harbour Ministry',NULL,NULL);
INSERT INTO actor_changes VALUES(3,'2026-11-27T16:35:05Z','ada','leaves a gap','add','passing-thought',NULL,'Passing Thought',NULL,NULL);
INSERT INTO actor_changes VALUES(4,'2026-11-27T16:35:05Z','ada','writes for The Tern','add','mara-ollik',NULL,'Mara Ollik',NULL,NULL);
INSERT INTO actor_changes VALUES(5,'2026-11-27T16:35:06Z','ada','press','alias','ilse-kamp',NULL,'the quay minister',NULL,NULL);
INSERT INTO actor_changes VALUES(6,'2026-11-27T16:35:06Z','ada','press','alias','ilse-kamp',NULL,'Frau Kamp',NULL,NULL);
INSERT INTO actor_changes VALUES(7,'2026-11-27T16:35:06Z','ada','not in this language','remove_alias','ilse-kamp',NULL,'Frau Kamp',NULL,NULL);
INSERT INTO actor_changes VALUES(8,'2026-11-27T16:35:06Z','ada','press','alias','tove-lindal',NULL,'Madam Fuel',NULL,NULL);
INSERT INTO actor_changes VALUES(9,'2026-11-27T16:35:06Z','ada','the register','role','ilse-kamp',NULL,'Harbour Minister, Harbour Ministry, 2019-05..',NULL,NULL);
INSERT INTO actor_changes VALUES(10,'2026-11-27T16:35:06Z','ada','the register','edit','ilse-kamp',NULL,'state: norland',NULL,NULL);
INSERT INTO actor_changes VALUES(11,'2026-11-27T16:35:06Z','ada','a pen name','merge','jorin-vessel','birger-tholen','birger-tholen (Birger Tholen) into jorin-vessel','{"actor":{"id":412,"slug":"birger-tholen","name":"Birger Tholen","name_folded":"birger tolen","kind":"person","gender":null,"state_id":null,"description":"","wikidata":null,"origin":"text","article_id":null},"aliases":[],"roles":[],"ids":[],"removed":[],"links":[{"quote":4,"article":1,"start":257,"relation":"speaker","method":"name","confidence":0.97,"shared":false}],"needless":[],"alias_ids":[],"role_ids":[],"different":[],"positions":[],"ascribed":[],"offices":[],"citizens":[],"reviews":[],"slugs":[],"gained":{"aliases":["Birger Tholen"],"roles":[],"different":[],"gender":false,"state":false,"description":false,"wikidata":false,"origin":"text"}}',NULL);
INSERT INTO actor_changes VALUES(12,'2026-11-27T16:35:06Z','ada','a mistake','merge','tove-lindal','mara-ollik','mara-ollik (Mara Ollik) into tove-lindal','{"actor":{"id":420,"slug":"mara-ollik","name":"Mara Ollik","name_folded":"mara olik","kind":"person","gender":"female","state_id":null,"description":"","wikidata":null,"origin":"user","article_id":null},"aliases":[],"roles":[],"ids":[],"removed":[],"links":[],"needless":[],"alias_ids":[],"role_ids":[],"different":[],"positions":[],"ascribed":[],"offices":[],"citizens":[],"reviews":[],"slugs":[],"gained":{"aliases":["Mara Ollik"],"roles":[],"different":[],"gender":true,"state":false,"description":false,"wikidata":false,"origin":"user"}}',13);
INSERT INTO actor_changes VALUES(13,'2026-11-27T16:35:06Z','ada','taken back','split','tove-lindal','mara-ollik','mara-ollik from tove-lindal',NULL,NULL);
INSERT INTO actor_changes VALUES(14,'2026-11-27T16:35:06Z','ada','two people','different','tove-lindal','mara-ollik','tove-lindal is not mara-ollik',NULL,NULL);
INSERT INTO actor_changes VALUES(15,'2026-11-27T16:35:06Z','ada','said so in an interview','assign','tove-lindal',NULL,'quote 2 was said by tove-lindal',NULL,NULL);
INSERT INTO actor_changes VALUES(16,'2026-11-27T16:35:07Z','ada','','edit',NULL,NULL,'changes made by another program were taken as right: `actors` (curated actors): of 416 rows 44 there; `actor_aliases` (curated aliases): of 989 rows 119 there; `roles` (curated roles): of 272 rows 1 there; `issues` (issues): of 19 rows 4 there; `positions` (positions): 2 rows added; `removed_articles` (removed articles): of 1 row at least one was changed; article 1 is known by `/desk/articles/ferries.md`, and was by `/tmp/tmp.DkdRQnQxRj/articles/ferries.md`; article 2 is known by `/desk/articles/harbour.md`, and was by `/tmp/tmp.DkdRQnQxRj/articles/harbour.md`; article 3 is known by `/desk/articles/pilots.md`, and was by `/tmp/tmp.DkdRQnQxRj/articles/pilots.md`; article 4 is known by `/desk/articles/plain.txt`, and was by `/tmp/tmp.DkdRQnQxRj/articles/plain.txt`',NULL,NULL);
CREATE TABLE actor_merges (         -- slugs that stand for another actor since a person merged the two
  slug         TEXT PRIMARY KEY,    -- of the actor that is gone
  name_folded  TEXT NOT NULL,       -- its name: a text that introduces it again means the other one
  kind         TEXT NOT NULL,
  into_slug    TEXT NOT NULL,       -- what it was merged into then
  actor_id     INTEGER NOT NULL REFERENCES actors (id) ON DELETE CASCADE,  -- and what that is today
  change_id    INTEGER NOT NULL REFERENCES actor_changes (id)
) STRICT, WITHOUT ROWID;
INSERT INTO actor_merges VALUES('birger-tholen','birger tolen','person','jorin-vessel',414,11);
CREATE TABLE different_actors (     -- pairs that a person has told apart, the smaller id first
  actor_id   INTEGER NOT NULL REFERENCES actors (id) ON DELETE CASCADE,
  other_id   INTEGER NOT NULL REFERENCES actors (id) ON DELETE CASCADE,
  change_id  INTEGER NOT NULL REFERENCES actor_changes (id),
  PRIMARY KEY (actor_id, other_id),
  CHECK (actor_id < other_id)
) STRICT, WITHOUT ROWID;
INSERT INTO different_actors VALUES(411,420,14);
CREATE TABLE removed_facts (        -- aliases and roles that a person took away: seeds do not bring them back
  actor_id  INTEGER NOT NULL REFERENCES actors (id) ON DELETE CASCADE,
  fact      TEXT NOT NULL CHECK (fact IN ('alias', 'role')),
  text      TEXT NOT NULL,          -- the alias, or the role as `kb actor show` writes it
  PRIMARY KEY (actor_id, fact, text)
) STRICT, WITHOUT ROWID;
INSERT INTO removed_facts VALUES(413,'alias','Frau Kamp');
CREATE TABLE outlets (              -- who publishes articles
  id    INTEGER PRIMARY KEY AUTOINCREMENT,
  slug  TEXT NOT NULL UNIQUE,
  name  TEXT NOT NULL UNIQUE
) STRICT;
INSERT INTO outlets VALUES(1,'ostwind','Ostwind');
INSERT INTO outlets VALUES(2,'the-tern','The Tern');
CREATE TABLE articles (             -- one published item
  id              INTEGER PRIMARY KEY AUTOINCREMENT,
  source_path     TEXT NOT NULL UNIQUE,  -- the file it was read from; 'starter:…' came with kb, 'stdin:…' by a pipe
  title           TEXT,
  outlet_id       INTEGER REFERENCES outlets (id) ON DELETE SET NULL,
  author          TEXT,
  published       TEXT,             -- when it was published (not when something in it was said)
  published_text  TEXT,             -- the date as the document gave it
  url             TEXT,
  language        TEXT,             -- BCP 47 tag, as given
  body            TEXT NOT NULL,    -- the text, normalised once (line ends, BOM, NUL), never edited
  body_chars      INTEGER NOT NULL, -- its length in code points
  content_hash    TEXT NOT NULL,    -- of body and metadata: tells a changed file
  import_run_id   INTEGER NOT NULL REFERENCES import_runs (id),
  extractor_id    INTEGER NOT NULL REFERENCES extractors (id)
, label TEXT NOT NULL GENERATED ALWAYS AS (   -- headline, or (name of the file)
  coalesce(title, '(' || replace(source_path, rtrim(source_path, replace(source_path, '/', '')), '') || ')')) VIRTUAL, encoding TEXT, decoding_note TEXT, unread_from INTEGER, published_last TEXT GENERATED ALWAYS AS (   -- the last day that `published` may mean
  CASE length(published) WHEN 4 THEN published || '-12-31' WHEN 7 THEN date(published || '-01', '+1 month', '-1 day')
    ELSE published END) VIRTUAL, positions_identity TEXT) STRICT;
INSERT INTO articles VALUES(1,'/desk/articles/ferries.md','Ferries and what they cost',1,NULL,'2021-03','2021-03',NULL,NULL,replace('I. Kamp told reporters that fares would not rise this year. Critics called the promise “a paper boat”.\n\nTove Lindal, who leads the chamber of shipping, argued that the fares had to follow the price of fuel: “Somebody pays in the end.”\n\nBirger Tholen warned that crews would strike.\n','\n',char(10)),282,'187ecb8cf23d7e43a3130ad25e064ed7',1,2,'UTF-8',NULL,NULL,'96585f162b5670aa');
INSERT INTO articles VALUES(2,'/desk/articles/harbour.md','Harbour talks go on',2,'Mara Ollik','2021-03-04','2021-03-04',NULL,NULL,replace('Ilse Kamp, the harbour minister of Norland, said on Thursday that the quays would stay open. “Nobody closes a harbour in spring,” she said.\n\nAccording to Jorin Vessel, a spokesman for the pilots'' union, the talks had “never been easy”. He added that the pilots wanted a second round before May.\n\n“We have asked for a week,” Vessel said, “and a week is what we were given.”\n','\n',char(10)),373,'eac9d387787b6f62e230268c23fa995d',1,2,'UTF-8',NULL,NULL,'96585f162b5670aa');
INSERT INTO articles VALUES(3,'/desk/articles/pilots.md','Pilots vote on the offer',2,NULL,NULL,NULL,NULL,NULL,replace('Jorin Vessel said the union would vote on Friday. “The offer is thin,” he said.\n\nTove Lindal announced that the chamber accepted the offer.\n','\n',char(10)),140,'3b1bf266594d5dc01d1e02f89a31afed',1,2,'UTF-8',NULL,NULL,'96585f162b5670aa');
INSERT INTO articles VALUES(4,'/desk/articles/plain.txt','Quays stay open, says the minister',NULL,NULL,NULL,NULL,NULL,NULL,replace('Quays stay open, says the minister\n\nIlse Kamp said that the quays would stay open. A fisherman said he had heard that before.\n','\n',char(10)),126,'2fae607a9b228be6657b4c16c6b408d5',1,2,'UTF-8',NULL,NULL,'96585f162b5670aa');
CREATE TABLE quotes (               -- one attribution: content, cue and source mention, in one article
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  article_id  INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
  ordinal     INTEGER NOT NULL,     -- 1, 2, 3 … in the order of the article
  kind        TEXT NOT NULL CHECK (kind IN ('direct', 'mixed', 'indirect')),
  quote       TEXT NOT NULL,        -- the article's text from the first attributed word to the last
  start_char  INTEGER NOT NULL,
  end_char    INTEGER NOT NULL CHECK (end_char > start_char),
  confidence  REAL NOT NULL CHECK (confidence BETWEEN 0 AND 1),  -- that somebody is said to have said this
  words_hash  INTEGER, attribution_type TEXT NOT NULL DEFAULT 'assertion'
  CHECK (attribution_type IN ('assertion', 'belief', 'knowledge', 'intention', 'question')), polarity TEXT NOT NULL DEFAULT 'affirmed' CHECK (polarity IN ('affirmed', 'denied')), determinacy TEXT NOT NULL DEFAULT 'yes' CHECK (determinacy IN ('yes', 'open', 'no')), sense TEXT GENERATED ALWAYS AS (   -- the three in a word
  CASE determinacy WHEN 'no' THEN 'unsaid' WHEN 'open' THEN 'open'
    ELSE CASE WHEN polarity = 'denied' THEN 'denied' WHEN attribution_type = 'question' THEN 'asked' ELSE 'said' END END) VIRTUAL, said_on TEXT                -- as exactly as the words tell it: YYYY, YYYY-MM or YYYY-MM-DD
  CHECK (said_on GLOB '[0-9][0-9][0-9][0-9]' OR said_on GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]'
    OR said_on GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'), said_on_words TEXT          -- the words that tell it
  CHECK (said_on_words <> '' AND (said_on IS NULL OR said_on_words IS NOT NULL)), said_last TEXT GENERATED ALWAYS AS (   -- the last day that `said_on` may mean
  CASE length(said_on) WHEN 4 THEN said_on || '-12-31' WHEN 7 THEN date(said_on || '-01', '+1 month', '-1 day')
    ELSE said_on END) VIRTUAL, standing INTEGER NOT NULL DEFAULT 1              -- 0: a review that is in force rejects it
  CHECK (standing IN (0, 1)),              -- of the words without case, accents and punctuation: the same words, the same hash;
                                    -- NULL below five words
  UNIQUE (article_id, ordinal)
) STRICT;
INSERT INTO quotes VALUES(1,1,1,'indirect','that fares would not rise this year',23,58,0.97999999999999998223,825982035223541605,'assertion','affirmed','yes',NULL,NULL,1);
INSERT INTO quotes VALUES(2,1,2,'mixed','the promise “a paper boat”',75,101,0.97999999999999998223,-8697475669172558228,'assertion','affirmed','yes',NULL,NULL,1);
INSERT INTO quotes VALUES(3,1,3,'mixed','that the fares had to follow the price of fuel: “Somebody pays in the end.”',159,234,0.97999999999999998223,-1621272920481321611,'assertion','affirmed','yes',NULL,NULL,1);
INSERT INTO quotes VALUES(4,1,4,'indirect','that crews would strike',257,280,0.96999999999999997335,NULL,'assertion','affirmed','yes',NULL,NULL,1);
INSERT INTO quotes VALUES(5,2,1,'indirect','that the quays would stay open',61,91,0.97999999999999998223,-468136524413779374,'assertion','affirmed','yes','2021-03-04','on Thursday',1);
INSERT INTO quotes VALUES(6,2,2,'direct','“Nobody closes a harbour in spring,”',93,129,0.98999999999999999111,-8441164306290169979,'assertion','affirmed','yes',NULL,NULL,1);
INSERT INTO quotes VALUES(7,2,3,'mixed','the talks had “never been easy”',203,234,0.94999999999999995559,-5972125816839359968,'assertion','affirmed','yes',NULL,NULL,1);
INSERT INTO quotes VALUES(8,2,4,'indirect','that the pilots wanted a second round before May',245,293,0.97999999999999998223,-4618480061127498092,'assertion','affirmed','yes',NULL,NULL,1);
INSERT INTO quotes VALUES(9,2,5,'direct','“We have asked for a week,” […] “and a week is what we were given.”',296,372,0.98999999999999999111,283083955556811962,'assertion','affirmed','yes',NULL,NULL,1);
INSERT INTO quotes VALUES(10,3,1,'indirect','the union would vote on Friday',18,48,0.95999999999999996447,-4280686550258378131,'assertion','affirmed','yes',NULL,NULL,1);
INSERT INTO quotes VALUES(11,3,2,'direct','“The offer is thin,”',50,70,0.97999999999999998223,NULL,'assertion','affirmed','yes',NULL,NULL,1);
INSERT INTO quotes VALUES(12,3,3,'indirect','that the chamber accepted the offer',103,138,0.97999999999999998223,9162377123293619937,'assertion','affirmed','yes',NULL,NULL,1);
INSERT INTO quotes VALUES(13,4,1,'indirect','that the quays would stay open',51,81,0.97999999999999998223,-468136524413779374,'assertion','affirmed','yes',NULL,NULL,1);
INSERT INTO quotes VALUES(14,4,2,'indirect','he had heard that before',100,124,0.97999999999999998223,-7958160559159448714,'assertion','affirmed','yes',NULL,NULL,1);
CREATE TABLE quote_spans (          -- the exact pieces of a quote: attributed words, reporting words, speaker's mention
  quote_id    INTEGER NOT NULL REFERENCES quotes (id) ON DELETE CASCADE,
  role        TEXT NOT NULL CHECK (role IN ('content', 'cue', 'source')),
  ordinal     INTEGER NOT NULL,
  start_char  INTEGER NOT NULL,
  end_char    INTEGER NOT NULL CHECK (end_char > start_char),
  text        TEXT NOT NULL,
  PRIMARY KEY (quote_id, role, ordinal)
) STRICT, WITHOUT ROWID;
INSERT INTO quote_spans VALUES(1,'content',1,23,58,'that fares would not rise this year');
INSERT INTO quote_spans VALUES(1,'cue',1,8,12,'told');
INSERT INTO quote_spans VALUES(1,'source',1,3,7,'Kamp');
INSERT INTO quote_spans VALUES(2,'content',1,75,101,'the promise “a paper boat”');
INSERT INTO quote_spans VALUES(2,'cue',1,68,74,'called');
INSERT INTO quote_spans VALUES(2,'source',1,60,67,'Critics');
INSERT INTO quote_spans VALUES(3,'content',1,159,234,'that the fares had to follow the price of fuel: “Somebody pays in the end.”');
INSERT INTO quote_spans VALUES(3,'cue',1,152,158,'argued');
INSERT INTO quote_spans VALUES(3,'source',1,104,115,'Tove Lindal');
INSERT INTO quote_spans VALUES(4,'content',1,257,280,'that crews would strike');
INSERT INTO quote_spans VALUES(4,'cue',1,250,256,'warned');
INSERT INTO quote_spans VALUES(4,'source',1,236,249,'Birger Tholen');
INSERT INTO quote_spans VALUES(5,'content',1,61,91,'that the quays would stay open');
INSERT INTO quote_spans VALUES(5,'cue',1,44,48,'said');
INSERT INTO quote_spans VALUES(5,'source',1,0,42,'Ilse Kamp, the harbour minister of Norland');
INSERT INTO quote_spans VALUES(6,'content',1,93,129,'“Nobody closes a harbour in spring,”');
INSERT INTO quote_spans VALUES(6,'cue',1,134,138,'said');
INSERT INTO quote_spans VALUES(6,'source',1,130,133,'she');
INSERT INTO quote_spans VALUES(7,'content',1,203,234,'the talks had “never been easy”');
INSERT INTO quote_spans VALUES(7,'cue',1,141,153,'According to');
INSERT INTO quote_spans VALUES(7,'source',1,154,201,'Jorin Vessel, a spokesman for the pilots'' union');
INSERT INTO quote_spans VALUES(8,'content',1,245,293,'that the pilots wanted a second round before May');
INSERT INTO quote_spans VALUES(8,'cue',1,239,244,'added');
INSERT INTO quote_spans VALUES(8,'source',1,236,238,'He');
INSERT INTO quote_spans VALUES(9,'content',1,296,323,'“We have asked for a week,”');
INSERT INTO quote_spans VALUES(9,'content',2,337,372,'“and a week is what we were given.”');
INSERT INTO quote_spans VALUES(9,'cue',1,331,335,'said');
INSERT INTO quote_spans VALUES(9,'source',1,324,330,'Vessel');
INSERT INTO quote_spans VALUES(10,'content',1,18,48,'the union would vote on Friday');
INSERT INTO quote_spans VALUES(10,'cue',1,13,17,'said');
INSERT INTO quote_spans VALUES(10,'source',1,0,12,'Jorin Vessel');
INSERT INTO quote_spans VALUES(11,'content',1,50,70,'“The offer is thin,”');
INSERT INTO quote_spans VALUES(11,'cue',1,74,78,'said');
INSERT INTO quote_spans VALUES(11,'source',1,71,73,'he');
INSERT INTO quote_spans VALUES(12,'content',1,103,138,'that the chamber accepted the offer');
INSERT INTO quote_spans VALUES(12,'cue',1,93,102,'announced');
INSERT INTO quote_spans VALUES(12,'source',1,81,92,'Tove Lindal');
INSERT INTO quote_spans VALUES(13,'content',1,51,81,'that the quays would stay open');
INSERT INTO quote_spans VALUES(13,'cue',1,46,50,'said');
INSERT INTO quote_spans VALUES(13,'source',1,36,45,'Ilse Kamp');
INSERT INTO quote_spans VALUES(14,'content',1,100,124,'he had heard that before');
INSERT INTO quote_spans VALUES(14,'cue',1,95,99,'said');
INSERT INTO quote_spans VALUES(14,'source',1,83,94,'A fisherman');
CREATE TABLE quote_speakers (       -- which actors a quote's source mention stands for; no row: unknown
  quote_id    INTEGER NOT NULL REFERENCES quotes (id) ON DELETE CASCADE,
  actor_id    INTEGER NOT NULL REFERENCES actors (id) ON DELETE CASCADE,
  relation    TEXT NOT NULL CHECK (relation IN (
                'speaker',          -- said it (several rows: they said it together)
                'on_behalf_of',     -- the body or state that a spokesperson spoke for
                'candidate')),      -- may have said it: the mention is ambiguous
  method      TEXT NOT NULL,        -- how the mention was resolved: name, alias, office, pronoun, …
  confidence  REAL NOT NULL CHECK (confidence BETWEEN 0 AND 1),
  PRIMARY KEY (quote_id, relation, actor_id)
) STRICT, WITHOUT ROWID;
INSERT INTO quote_speakers VALUES(1,413,'speaker','alias',0.94999999999999995559);
INSERT INTO quote_speakers VALUES(2,411,'speaker','review',1.0);
INSERT INTO quote_speakers VALUES(3,411,'speaker','name',0.96999999999999997335);
INSERT INTO quote_speakers VALUES(4,414,'speaker','name',0.96999999999999997335);
INSERT INTO quote_speakers VALUES(5,413,'speaker','name',0.96999999999999997335);
INSERT INTO quote_speakers VALUES(6,413,'speaker','pronoun',0.98999999999999999111);
INSERT INTO quote_speakers VALUES(7,414,'speaker','name',0.96999999999999997335);
INSERT INTO quote_speakers VALUES(8,414,'speaker','pronoun',0.84999999999999997779);
INSERT INTO quote_speakers VALUES(9,414,'speaker','alias',0.94999999999999995559);
INSERT INTO quote_speakers VALUES(10,414,'speaker','name',0.96999999999999997335);
INSERT INTO quote_speakers VALUES(11,414,'speaker','pronoun',0.97999999999999998223);
INSERT INTO quote_speakers VALUES(12,411,'speaker','name',0.96999999999999997335);
INSERT INTO quote_speakers VALUES(13,413,'speaker','name',0.96999999999999997335);
INSERT INTO quote_speakers VALUES(14,415,'speaker','description',0.75);
CREATE TABLE speaker_reviews (      -- who said it, by a person's word: put in force again after each extraction
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  article_id  INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
  quote       TEXT NOT NULL,        -- the quote's words and place, by which it is found again
  start_char  INTEGER NOT NULL,
  end_char    INTEGER NOT NULL CHECK (end_char > start_char),
  actor_id    INTEGER REFERENCES actors (id) ON DELETE CASCADE,  -- NULL: nobody who is known
  change_id   INTEGER NOT NULL REFERENCES actor_changes (id), rejected INTEGER NOT NULL DEFAULT 0     -- 1: it is no quote at all
  CHECK (rejected IN (0, 1) AND (rejected = 0 OR actor_id IS NULL)),
  UNIQUE (article_id, start_char, end_char)
) STRICT;
INSERT INTO speaker_reviews VALUES(1,1,'the promise “a paper boat”',75,101,411,15,0);
CREATE TABLE issues (               -- a matter in dispute
  id           INTEGER PRIMARY KEY AUTOINCREMENT,
  slug         TEXT NOT NULL UNIQUE,
  name         TEXT NOT NULL,
  proposition  TEXT NOT NULL,       -- the sentence that an actor supports or opposes
  description  TEXT NOT NULL DEFAULT '',
  origin       TEXT NOT NULL CHECK (origin IN ('seed', 'user'))
, parent_id INTEGER REFERENCES issues (id) ON DELETE SET NULL) STRICT;
INSERT INTO issues VALUES(4,'nato-1997-lines','NATO''s return to the lines of 1997','NATO should pull its forces and weapons back to where they stood in 1997.','The state of deployments at the signing of the NATO-Russia Founding Act. New reinforcements of the eastern members belong to eastern-flank.','seed',NULL);
INSERT INTO issues VALUES(8,'continued-talks','Going on with the talks','Russia and the West should go on negotiating about security guarantees.','The will to continue diplomacy after the written replies, in whatever format. What the talks should bring belongs to other issues.','seed',NULL);
INSERT INTO issues VALUES(12,'force-in-donbas','The claim that Ukraine will take the Donbas by force','Ukraine is preparing to take the Donbas by force.','A claim of fact that actors assert or deny. Who breaks the ceasefire from day to day does not belong here.','seed',NULL);
INSERT INTO issues VALUES(16,'military-exercises','Russia''s right to its military exercises','Russia is entitled to hold large exercises on its own territory and in Belarus.','Whether the drills of January and February 2022 are ordinary training or a threat. Mutual limits on exercises belong to arms-control.','seed',NULL);
CREATE TABLE positions (            -- where an actor stands on an issue
  id              INTEGER PRIMARY KEY AUTOINCREMENT,
  actor_id        INTEGER NOT NULL REFERENCES actors (id) ON DELETE CASCADE,
  issue_id        INTEGER NOT NULL REFERENCES issues (id) ON DELETE CASCADE,
  stance          TEXT NOT NULL CHECK (stance IN ('supports', 'opposes', 'conditional', 'neutral', 'unclear')),
  basis           TEXT NOT NULL CHECK (basis IN ('own_words', 'reported', 'ascribed')),
  ascribed_by_id  INTEGER REFERENCES actors (id) ON DELETE SET NULL,  -- who ascribes it, where basis is 'ascribed'
  stated_on       TEXT,             -- when the position was stated
  note            TEXT NOT NULL DEFAULT '',
  origin          TEXT NOT NULL CHECK (origin IN ('seed', 'user', 'text'))
, stated_last TEXT GENERATED ALWAYS AS (     -- the last day that `stated_on` may mean
  CASE length(stated_on) WHEN 4 THEN stated_on || '-12-31' WHEN 7 THEN date(stated_on || '-01', '+1 month', '-1 day')
    ELSE stated_on END) VIRTUAL, article_id INTEGER REFERENCES articles (id) ON DELETE CASCADE, confidence REAL, condition TEXT, standing INTEGER NOT NULL DEFAULT 1 CHECK (standing IN (0, 1))) STRICT;
INSERT INTO positions VALUES(7,413,4,'supports','own_words',NULL,'2021-03-04','','user',NULL,NULL,NULL,1);
INSERT INTO positions VALUES(11,411,16,'opposes','ascribed',413,'2021-03','if the fuel gets dearer','user',NULL,NULL,NULL,1);
CREATE TABLE position_evidence (    -- the passage that justifies a position
  id           INTEGER PRIMARY KEY AUTOINCREMENT,
  position_id  INTEGER NOT NULL REFERENCES positions (id) ON DELETE CASCADE,
  article_id   INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
  relation     TEXT NOT NULL DEFAULT 'for' CHECK (relation IN ('for', 'against')),
  start_char   INTEGER,             -- NULL: the article has changed and no longer has the passage
  end_char     INTEGER,
  text         TEXT NOT NULL,
  UNIQUE (position_id, article_id, text)
) STRICT;
INSERT INTO position_evidence VALUES(21,7,2,'for',93,129,'“Nobody closes a harbour in spring,”');
INSERT INTO position_evidence VALUES(29,11,1,'for',159,234,'that the fares had to follow the price of fuel: “Somebody pays in the end.”');
CREATE TABLE IF NOT EXISTS 'articles_fts_data'(id INTEGER PRIMARY KEY, block BLOB);
INSERT INTO articles_fts_data VALUES(1,X'04148123');
INSERT INTO articles_fts_data VALUES(10,X'000000000106060006010101020101030101040101050101060101');
INSERT INTO articles_fts_data VALUES(137438953473,X'000001e8023061010601011102026e6401020302057267756564010601011c0106626972676572010601012c02036f61740106010113010663616c6c6564010601010e020668616d626572010601011902036f7374010206020472657773010601013003056974696373010601010d0103656e64010601012b0105666172657301080101071a020665727269657301020202056f6c6c6f770106010122020375656c010601012601036861640106010120010169010601010202016e010601012901046b616d70010601010301056c6561647301060101170205696e64616c010601011501036e6f74010601010901026f66010801011a0d010570617065720106010112030279730106010128020472696365010601012403056f6d697365010601011001097265706f727465727301060101050203697365010601010a01087368697070696e67010601011b02076f6d65626f6479010601012702057472696b650106010132010474686174010a0101061914030165010e01010f0b08070904017901020503026973010601010b03046f6c656e010601012d02016f010601012103026c64010601010403027665010601011401067761726e6564010601012e020368617401020403016f010601011602046f756c6401080101082b010479656172010601010c0408070c0d0a0d0d080b0c0a0d0b0c0a0a08080b0c0c0a0a0c090b0c100a0f0e0c0d0c06090b0809090d08080c');
INSERT INTO articles_fts_data VALUES(274877906945,X'00000239023061020e0101140c140b07020863636f7264696e67020601011a020464646564020601012b02026e64020601013d0204736b6564020601013701046265656e02060101280304666f726502060101330106636c6f736573020601011301046561737902060101290103666f7202080101201a0105676976656e020601014402016f02020401036861640206010126030572626f7572020a0201010512030276650206010136020165020601012a0104696c7365020601010202016e0206010116020173020601014001056a6f72696e020601011c01046b616d70020601010301036d617902060101340207696e6973746572020601010601056e65766572020601012702056f626f647902060101120305726c616e64020601010801026f66020601010702016e02080501010a020370656e0206010111010670696c6f747302080101220e01057175617973020601010e0105726f756e640206010132010473616964020a0101091225020565636f6e6402060101310202686502060101180208706f6b65736d616e020601011f030472696e67020601011702037461790206010110010574616c6b730208030101250203686174020801010c22030165020e0101040b16050b0306757273646179020601010b02016f020601011b0105756e696f6e0206010123010676657373656c020801011d20010677616e746564020601012f02016502080101350f0302656b020801013a070302726502060101430203686174020601014102046f756c64020601010f040c0f0b090b0b0b0d0b0b0c060a0e09080b08080c0b0a0e0c0c0c09090a0e0c0c0d0c090f0b0a0d0b0c0d080c0e0d090a090a');
INSERT INTO articles_fts_data VALUES(412316860417,X'000000f009306163636570746564030601011702086e6e6f756e636564030601011301076368616d62657203060101160106667269646179030601010a01026865030601010f01026973030601010d01056a6f72696e030601010201066c696e64616c030601011201056f66666572030a0601010c0f02016e030804010109010670696c6f747303020201047361696403080101040e0104746861740306010114030165030e05010105080c050302696e030601010e02036f766503060101110105756e696f6e0306010106010676657373656c030601010302036f74650308030101080105776f756c640306010107040f0f0e0d09090c0d0e090b0c0b0c090a0c0d0b');
INSERT INTO articles_fts_data VALUES(549755813889,X'000000ca023061040601011101066265666f7265040601011801096669736865726d616e0406010112010368616404060101150201650406010114030361726404060101160104696c7365040601010801046b616d70040601010901086d696e697374657204080701010701046f70656e040a040101040e01057175617973040a020101020d010473616964040801010a0b030279730408050101050203746179040a030101030e010474686174040801010b0e030165040a06010106080105776f756c64040601010e04080d100a080a0b0b100d0e0c0a0c0c0a');
INSERT INTO articles_fts_data VALUES(687194767361,X'000000b902306105020201046261636b0502050107636c61696d6564050601010501046861726d0506010104020165050601010f010169050601010b01036f6c6405060101020106706170657273050601010e0205657474657205060101030105717561797305060101080104736169640506010110030177050601010c02036f6c64050601010a0204746f7279050203010574616b656e0502040203686174050601010603016505080101070801047765726505060101090406090e0b08080a0d0c0c0b080a090a0a09');
INSERT INTO articles_fts_data VALUES(824633720833,X'0000008a023061050101046261636b05010107636c61696d6564050101046861726d05010201650501010169050101036f6c640501010670617065727305010205657474657205010105717561797305010104736169640501030177050102036f6c6405010204746f72790501010574616b656e050102036861740501030165050101047765726505010405080b080505070a090908050708090705');
CREATE TABLE IF NOT EXISTS 'articles_fts_idx'(segid, term, pgno, PRIMARY KEY(segid, term)) WITHOUT ROWID;
INSERT INTO articles_fts_idx VALUES(1,X'',2);
INSERT INTO articles_fts_idx VALUES(2,X'',2);
INSERT INTO articles_fts_idx VALUES(3,X'',2);
INSERT INTO articles_fts_idx VALUES(4,X'',2);
INSERT INTO articles_fts_idx VALUES(5,X'',2);
INSERT INTO articles_fts_idx VALUES(6,X'',2);
CREATE TABLE IF NOT EXISTS 'articles_fts_docsize'(id INTEGER PRIMARY KEY, sz BLOB);
INSERT INTO articles_fts_docsize VALUES(1,X'0531');
INSERT INTO articles_fts_docsize VALUES(2,X'0443');
INSERT INTO articles_fts_docsize VALUES(3,X'0518');
INSERT INTO articles_fts_docsize VALUES(4,X'0617');
CREATE TABLE IF NOT EXISTS 'articles_fts_config'(k PRIMARY KEY, v) WITHOUT ROWID;
INSERT INTO articles_fts_config VALUES('version',4);
CREATE TABLE IF NOT EXISTS 'quotes_fts_data'(id INTEGER PRIMARY KEY, block BLOB);
INSERT INTO quotes_fts_data VALUES(1,X'0e63');
INSERT INTO quotes_fts_data VALUES(10,X'0000000002021100021101010101010000');
INSERT INTO quotes_fts_data VALUES(137438953473,X'00000041023069100101067061706572731001010571756179730f010103736177100102036f6c640f010104746861740f010301650f0101010104776572650f0104050a0907070807');
INSERT INTO quotes_fts_data VALUES(2336462209025,X'00000299023061020204040204020206010406050207636365707465640c020502026e640902080204736b656409020401046265656e0702060304666f726508020906020602036f617402020601076368616d6265720c020402056c6f73657306020302047265777304020301046561737907020702026e640302100105666172657301020302020402056f6c6c6f77030207030172090205020572696461790a0207020375656c03020b0105676976656e09020f0103686164030205040204070203030572626f7572060205030276650902030201650e020203036172640e020401016910020202016e03020e03020602017309020b02020401036d617908020a01056e6576657207020502056f626f647906020203017401020501026f6603020a03036665720b020301020702016e0a0206020370656e050207080207010570617065720202050601731002050302797303020d0205696c6f747308020402047269636503020903056f6d6973650202030105717561797305020408020402020401047269736501020602046f756e640802080103736177100203020565636f6e6408020702036f6c640f020603066d65626f647903020c02057072696e670602070203746179050206080206030472696b65040205010574616c6b7307020302036861740102020202020102020102020302020402020102020102050102020301650202020106030709020203020202010203020202010202010403050102030202030102040302696e0b020504017301020702016f0302060105756e696f6e0a02030104766f74650a0205010677616e7465640802050201650904020d0302656b090407050302726509020e060205020368617409020c02046f756c6401020403020401020505020403020501047965617201020804100c0709090c080c0a0909070d0a060a080a0e0a070608060909080a0a06070b060b0a06070a090a100909080a080b0a0b090a20270706060a090b07080a0815');
CREATE TABLE IF NOT EXISTS 'quotes_fts_idx'(segid, term, pgno, PRIMARY KEY(segid, term)) WITHOUT ROWID;
INSERT INTO quotes_fts_idx VALUES(1,X'',2);
INSERT INTO quotes_fts_idx VALUES(17,X'',2);
CREATE TABLE IF NOT EXISTS 'quotes_fts_docsize'(id INTEGER PRIMARY KEY, sz BLOB);
INSERT INTO quotes_fts_docsize VALUES(1,X'07');
INSERT INTO quotes_fts_docsize VALUES(2,X'05');
INSERT INTO quotes_fts_docsize VALUES(3,X'0f');
INSERT INTO quotes_fts_docsize VALUES(4,X'04');
INSERT INTO quotes_fts_docsize VALUES(5,X'06');
INSERT INTO quotes_fts_docsize VALUES(6,X'06');
INSERT INTO quotes_fts_docsize VALUES(7,X'06');
INSERT INTO quotes_fts_docsize VALUES(8,X'09');
INSERT INTO quotes_fts_docsize VALUES(9,X'0e');
INSERT INTO quotes_fts_docsize VALUES(10,X'06');
INSERT INTO quotes_fts_docsize VALUES(11,X'04');
INSERT INTO quotes_fts_docsize VALUES(12,X'06');
INSERT INTO quotes_fts_docsize VALUES(13,X'06');
INSERT INTO quotes_fts_docsize VALUES(14,X'05');
CREATE TABLE IF NOT EXISTS 'quotes_fts_config'(k PRIMARY KEY, v) WITHOUT ROWID;
INSERT INTO quotes_fts_config VALUES('version',4);
CREATE TABLE documentation (
  object       TEXT NOT NULL,             -- a table or view
  column_name  TEXT NOT NULL DEFAULT '',  -- one of its columns; empty for the table or view itself
  says         TEXT NOT NULL,
  PRIMARY KEY (object, column_name)
) STRICT, WITHOUT ROWID;
INSERT INTO documentation VALUES('actor_aliases','','Other words for the same actor: short names, spellings, metonyms such as "the Kremlin".');
INSERT INTO documentation VALUES('actor_aliases','actor_id','The actor.');
INSERT INTO documentation VALUES('actor_aliases','alias','The words.');
INSERT INTO documentation VALUES('actor_aliases','alias_folded','The words without case, accents and spelling variants, for look-ups.');
INSERT INTO documentation VALUES('actor_aliases','id','Key.');
INSERT INTO documentation VALUES('actor_aliases','kind','name, short, transliteration, metonym, abbreviation, nickname or demonym ("Russian": qualifies a mention, names nobody).');
INSERT INTO documentation VALUES('actor_aliases','origin','Who made the row: seed, user or text.');
INSERT INTO documentation VALUES('actor_changes','','What people did to the registry of actors: one row for each change.');
INSERT INTO documentation VALUES('actor_changes','action','add, edit, alias, remove_alias, role, remove_role, merge, split, different, not_different, assign or import.');
INSERT INTO documentation VALUES('actor_changes','actor_slug','Whom it was done to: a slug, since the row may be gone by now.');
INSERT INTO documentation VALUES('actor_changes','detail','What was done, in words.');
INSERT INTO documentation VALUES('actor_changes','id','Key.');
INSERT INTO documentation VALUES('actor_changes','made_at','When: UTC, ISO 8601.');
INSERT INTO documentation VALUES('actor_changes','made_by','Who made it.');
INSERT INTO documentation VALUES('actor_changes','other_slug','The other actor of a merge, split or comparison.');
INSERT INTO documentation VALUES('actor_changes','undo','What it takes to restore the state before, as JSON.');
INSERT INTO documentation VALUES('actor_changes','undone_by','The change that took this one back.');
INSERT INTO documentation VALUES('actor_changes','why','The reason, in that person''s words.');
INSERT INTO documentation VALUES('actor_ids','','What other registers call an actor.');
INSERT INTO documentation VALUES('actor_ids','actor_id','The actor.');
INSERT INTO documentation VALUES('actor_ids','external_id','The actor''s id there.');
INSERT INTO documentation VALUES('actor_ids','scheme','Which register: ftm (an entity of FollowTheMoney), iso3166, …');
INSERT INTO documentation VALUES('actor_keys','','Derived from names: two actors of one kind that share a key may be the same. `kb query possible-duplicates` joins on it.');
INSERT INTO documentation VALUES('actor_keys','actor_id','The actor.');
INSERT INTO documentation VALUES('actor_keys','basis','What the key is made of: words (of the name, sorted), sound (surname, and the consonants of the given name), initial_only (surname and initial) or surname_only, where there is no more.');
INSERT INTO documentation VALUES('actor_keys','key','The key.');
INSERT INTO documentation VALUES('actor_merges','','Slugs that stand for another actor since a person merged the two.');
INSERT INTO documentation VALUES('actor_merges','actor_id','The actor it stands for today.');
INSERT INTO documentation VALUES('actor_merges','change_id','The merge.');
INSERT INTO documentation VALUES('actor_merges','into_slug','What it was merged into then.');
INSERT INTO documentation VALUES('actor_merges','kind','What kind of actor it was.');
INSERT INTO documentation VALUES('actor_merges','name_folded','Its name, folded: a text that introduces it again means the other one.');
INSERT INTO documentation VALUES('actor_merges','slug','The slug of the actor that is gone.');
INSERT INTO documentation VALUES('actor_names','','Every surface form of every actor: its name and its aliases.');
INSERT INTO documentation VALUES('actor_names','actor_id','The actor.');
INSERT INTO documentation VALUES('actor_names','folded','The words without case, accents and spelling variants.');
INSERT INTO documentation VALUES('actor_names','kind','What kind of alias; `name` for the name itself.');
INSERT INTO documentation VALUES('actor_names','name','A name or alias.');
INSERT INTO documentation VALUES('actors','','Whoever can say something or take a position: people, states, bodies, organisations, outlets, nameless groups.');
INSERT INTO documentation VALUES('actors','article_id','The article that only describes this actor ("jurors"), which it belongs to; NULL: it has a name and may speak in any.');
INSERT INTO documentation VALUES('actors','description','One line on who or what it is.');
INSERT INTO documentation VALUES('actors','gender','male or female, of persons, where known.');
INSERT INTO documentation VALUES('actors','id','Key.');
INSERT INTO documentation VALUES('actors','kind','person, state, body (of a state), organisation, outlet or group (nameless: experts).');
INSERT INTO documentation VALUES('actors','name','The name shown to people.');
INSERT INTO documentation VALUES('actors','name_folded','The name without case, accents and spelling variants, for look-ups.');
INSERT INTO documentation VALUES('actors','origin','Who made the row: seed (came with kb), user (a person), text (found in an article).');
INSERT INTO documentation VALUES('actors','slug','Stable key in words: sergey-lavrov.');
INSERT INTO documentation VALUES('actors','state_id','The state it belongs to.');
INSERT INTO documentation VALUES('actors','wikidata','Its item in Wikidata: Q58217.');
INSERT INTO documentation VALUES('actors_alike','','Who is meant by an actor: itself, and of one that is only described all that are described by the same words.');
INSERT INTO documentation VALUES('actors_alike','actor_id','The actor asked for.');
INSERT INTO documentation VALUES('actors_alike','alike_id','An actor that is meant.');
INSERT INTO documentation VALUES('articles','','One published item each: where it comes from, and its text.');
INSERT INTO documentation VALUES('articles','author','Byline; NULL: not stated.');
INSERT INTO documentation VALUES('articles','body','The text, normalised once (line ends, byte order mark, NUL) and never edited. All offsets count its code points.');
INSERT INTO documentation VALUES('articles','body_chars','Length of the text in code points.');
INSERT INTO documentation VALUES('articles','content_hash','Hash of text and metadata: tells a changed file.');
INSERT INTO documentation VALUES('articles','decoding_note','What was guessed or replaced when the bytes were read, in words; NULL: nothing was.');
INSERT INTO documentation VALUES('articles','encoding','How the bytes of the file were read: UTF-8, windows-1252 …; NULL where that is not known.');
INSERT INTO documentation VALUES('articles','extractor_id','What found its quotes.');
INSERT INTO documentation VALUES('articles','id','Key.');
INSERT INTO documentation VALUES('articles','import_run_id','The run that read it last.');
INSERT INTO documentation VALUES('articles','label','What to call it: its headline, or the name of its file in brackets.');
INSERT INTO documentation VALUES('articles','language','Language tag (BCP 47), as given.');
INSERT INTO documentation VALUES('articles','outlet_id','Who published it; NULL: not stated.');
INSERT INTO documentation VALUES('articles','positions_identity','What read its positions: a hash of what told its speakers, of the word list of stances and of the issues.');
INSERT INTO documentation VALUES('articles','published','When it was published: YYYY, YYYY-MM or YYYY-MM-DD, as exactly as stated; NULL: not stated. Not when something in it was said.');
INSERT INTO documentation VALUES('articles','published_last','The last day that `published` may mean: of 2022, 2022-12-31. What is asked for from a day on may reach it.');
INSERT INTO documentation VALUES('articles','published_text','The date in the document''s own words.');
INSERT INTO documentation VALUES('articles','source_path','The file it was read from; `starter:…` came with kb, `stdin:…` by a pipe.');
INSERT INTO documentation VALUES('articles','title','Headline; NULL: none stated.');
INSERT INTO documentation VALUES('articles','unread_from','The code point from which on nothing was looked for, since the text is too long or takes too long; 0: it is in a language that kb does not read; NULL: all of it was read.');
INSERT INTO documentation VALUES('articles','url','Where it can be read.');
INSERT INTO documentation VALUES('articles_fts','','Full-text index of articles (FTS5): SELECT rowid FROM articles_fts WHERE articles_fts MATCH ''security''.');
INSERT INTO documentation VALUES('articles_fts','body','Texts.');
INSERT INTO documentation VALUES('articles_fts','title','Headlines.');
INSERT INTO documentation VALUES('different_actors','','Pairs of actors that a person has told apart: never proposed as duplicates, never merged.');
INSERT INTO documentation VALUES('different_actors','actor_id','The one with the smaller id.');
INSERT INTO documentation VALUES('different_actors','change_id','Who told them apart, when and why.');
INSERT INTO documentation VALUES('different_actors','other_id','The other one.');
INSERT INTO documentation VALUES('documentation','','What every table, view and column means: the text that `kb schema` shows.');
INSERT INTO documentation VALUES('documentation','column_name','One of its columns; empty for the table or view itself.');
INSERT INTO documentation VALUES('documentation','object','A table or view.');
INSERT INTO documentation VALUES('documentation','says','What it means, in words.');
INSERT INTO documentation VALUES('extractors','','What found the quotes: one row for each state of extractor, model and lexicon that has read an article.');
INSERT INTO documentation VALUES('extractors','id','Key.');
INSERT INTO documentation VALUES('extractors','speakers_identity','What told their speakers: a hash of the same, of the other word lists and of the actors.');
INSERT INTO documentation VALUES('extractors','statements_identity','What found its quotes: a hash of the code''s version, the model and the word lists for statements.');
INSERT INTO documentation VALUES('extractors','version','Version of the extractor''s code.');
INSERT INTO documentation VALUES('import_failures','','What an import run could not read, and why; the latest 10,000.');
INSERT INTO documentation VALUES('import_failures','import_run_id','The run.');
INSERT INTO documentation VALUES('import_failures','reason','Why it could not be read.');
INSERT INTO documentation VALUES('import_failures','source_path','The file.');
INSERT INTO documentation VALUES('import_runs','','One row for each `kb import`.');
INSERT INTO documentation VALUES('import_runs','added','How many articles were new.');
INSERT INTO documentation VALUES('import_runs','changed','How many articles had changed.');
INSERT INTO documentation VALUES('import_runs','failed','How many files could not be read.');
INSERT INTO documentation VALUES('import_runs','finished_at','When it ended; NULL: it was interrupted.');
INSERT INTO documentation VALUES('import_runs','id','Key.');
INSERT INTO documentation VALUES('import_runs','kb_version','The version of kb that ran.');
INSERT INTO documentation VALUES('import_runs','renamed','How many were there already, read from a file that has moved since.');
INSERT INTO documentation VALUES('import_runs','started_at','When it began: UTC, ISO 8601.');
INSERT INTO documentation VALUES('import_runs','unchanged','How many were there already.');
INSERT INTO documentation VALUES('issue_changes','','The log of what people did to issues.');
INSERT INTO documentation VALUES('issue_changes','action','add, set or remove.');
INSERT INTO documentation VALUES('issue_changes','after','The issue afterwards, as JSON; NULL for one taken out.');
INSERT INTO documentation VALUES('issue_changes','before','The issue before, as JSON; NULL for a new one.');
INSERT INTO documentation VALUES('issue_changes','id','Its number.');
INSERT INTO documentation VALUES('issue_changes','made_at','When, UTC.');
INSERT INTO documentation VALUES('issue_changes','made_by','Who.');
INSERT INTO documentation VALUES('issue_changes','slug','The issue''s slug.');
INSERT INTO documentation VALUES('issue_changes','why','The reason given; may be empty.');
INSERT INTO documentation VALUES('issue_signals','','Words that name the matter of an issue beside those of its proposition.');
INSERT INTO documentation VALUES('issue_signals','direction','for: whoever calls for what they name is for the proposition; against: is against it.');
INSERT INTO documentation VALUES('issue_signals','issue_id','The issue.');
INSERT INTO documentation VALUES('issue_signals','words','A phrase, a beginning of a word with *, or NEAR(a b, 5); any form of a word counts.');
INSERT INTO documentation VALUES('issues','','Matters in dispute, each put as a proposition that one can support or oppose.');
INSERT INTO documentation VALUES('issues','description','What belongs to the issue, and what to another.');
INSERT INTO documentation VALUES('issues','id','Key.');
INSERT INTO documentation VALUES('issues','name','A short name.');
INSERT INTO documentation VALUES('issues','origin','Who made the row: seed or user.');
INSERT INTO documentation VALUES('issues','parent_id','The issue that it is a part of.');
INSERT INTO documentation VALUES('issues','proposition','The sentence that an actor supports or opposes.');
INSERT INTO documentation VALUES('issues','slug','Stable key in words: nato-expansion.');
INSERT INTO documentation VALUES('made_quotes','','The quotes that count and were said, denied or asked: what counts and lists go by.');
INSERT INTO documentation VALUES('made_quotes','article_id','The article.');
INSERT INTO documentation VALUES('made_quotes','attribution_type','What kind of act the cue tells of.');
INSERT INTO documentation VALUES('made_quotes','confidence','How sure it is that this is a quote, 0 to 1.');
INSERT INTO documentation VALUES('made_quotes','end_char','Where it ends, exclusive.');
INSERT INTO documentation VALUES('made_quotes','id','Key.');
INSERT INTO documentation VALUES('made_quotes','kind','direct, mixed or indirect.');
INSERT INTO documentation VALUES('made_quotes','ordinal','Its number within the article.');
INSERT INTO documentation VALUES('made_quotes','polarity','affirmed or denied.');
INSERT INTO documentation VALUES('made_quotes','quote','The words.');
INSERT INTO documentation VALUES('made_quotes','said_last','The last day that `said_on` may mean.');
INSERT INTO documentation VALUES('made_quotes','said_on','When it was said, where the article tells.');
INSERT INTO documentation VALUES('made_quotes','sense','said, denied or asked.');
INSERT INTO documentation VALUES('made_quotes','start_char','Where it starts in the body, in code points from 0.');
INSERT INTO documentation VALUES('made_quotes','words_hash','The same words, the same hash; NULL below five words.');
INSERT INTO documentation VALUES('made_quotes_in_brief','','The same for counting: only what stands in the index `quotes_in_brief`.');
INSERT INTO documentation VALUES('made_quotes_in_brief','article_id','The article.');
INSERT INTO documentation VALUES('made_quotes_in_brief','id','Key.');
INSERT INTO documentation VALUES('made_quotes_in_brief','kind','direct, mixed or indirect.');
INSERT INTO documentation VALUES('made_quotes_in_brief','said_last','The last day that `said_on` may mean.');
INSERT INTO documentation VALUES('made_quotes_in_brief','said_on','When it was said, where the article tells.');
INSERT INTO documentation VALUES('outlets','','Who publishes articles.');
INSERT INTO documentation VALUES('outlets','id','Key.');
INSERT INTO documentation VALUES('outlets','name','The name shown to people.');
INSERT INTO documentation VALUES('outlets','slug','Stable key in words.');
INSERT INTO documentation VALUES('position_evidence','','The passages that justify a position.');
INSERT INTO documentation VALUES('position_evidence','article_id','The article with the passage.');
INSERT INTO documentation VALUES('position_evidence','end_char','Where it ends, exclusive.');
INSERT INTO documentation VALUES('position_evidence','id','Key.');
INSERT INTO documentation VALUES('position_evidence','position_id','The position.');
INSERT INTO documentation VALUES('position_evidence','relation','for or against the position.');
INSERT INTO documentation VALUES('position_evidence','start_char','Where the passage starts, in code points of the body; NULL: the article has changed and no longer has it.');
INSERT INTO documentation VALUES('position_evidence','text','Its words.');
INSERT INTO documentation VALUES('position_quotes','','Which quotes stand in the evidence of which positions.');
INSERT INTO documentation VALUES('position_quotes','article_id','The article with both.');
INSERT INTO documentation VALUES('position_quotes','position_id','The position.');
INSERT INTO documentation VALUES('position_quotes','quote_id','A quote that overlaps its evidence.');
INSERT INTO documentation VALUES('position_reviews','','What people have said of where an actor stands on an issue in an article. Nothing read later changes it.');
INSERT INTO documentation VALUES('position_reviews','actor_id','Of whom.');
INSERT INTO documentation VALUES('position_reviews','article_id','In which article.');
INSERT INTO documentation VALUES('position_reviews','evidence','The passage that was judged, word for word.');
INSERT INTO documentation VALUES('position_reviews','id','Its number.');
INSERT INTO documentation VALUES('position_reviews','issue_id','On what.');
INSERT INTO documentation VALUES('position_reviews','made_at','When, UTC.');
INSERT INTO documentation VALUES('position_reviews','made_by','Who.');
INSERT INTO documentation VALUES('position_reviews','stance','The stance that was confirmed, rejected, set or added.');
INSERT INTO documentation VALUES('position_reviews','undone_at','When it was taken back; NULL: it holds.');
INSERT INTO documentation VALUES('position_reviews','verdict','confirmed, rejected, set (to another stance) or added.');
INSERT INTO documentation VALUES('position_reviews','why','The reason given; may be empty.');
INSERT INTO documentation VALUES('positions','','Where an actor stands on an issue. Its evidence is in position_evidence.');
INSERT INTO documentation VALUES('positions','actor_id','Who holds it.');
INSERT INTO documentation VALUES('positions','article_id','The article that it was read in or that a person has judged it in; NULL: it came with kb.');
INSERT INTO documentation VALUES('positions','ascribed_by_id','Who ascribes it, where that is known.');
INSERT INTO documentation VALUES('positions','basis','On whose word: own_words (quoted), reported (the article says what the actor stated or did) or ascribed (somebody else says where the actor stands).');
INSERT INTO documentation VALUES('positions','condition','The condition that the stance is bound to, as the article has it.');
INSERT INTO documentation VALUES('positions','confidence','Calibrated probability that the actor stands so, of those that were read out of an article; NULL: a person''s word, or the seeds''.');
INSERT INTO documentation VALUES('positions','id','Key.');
INSERT INTO documentation VALUES('positions','issue_id','On which issue.');
INSERT INTO documentation VALUES('positions','note','The condition, or what a reader should know.');
INSERT INTO documentation VALUES('positions','origin','Who made the row: seed, user or text.');
INSERT INTO documentation VALUES('positions','stance','supports, opposes, conditional, neutral (states that it takes no side) or unclear (speaks about it, no side can be read off).');
INSERT INTO documentation VALUES('positions','standing','0: a person has rejected it; it counts nowhere. 1: it stands.');
INSERT INTO documentation VALUES('positions','stated_last','The last day that `stated_on` may mean: of 2022, 2022-12-31.');
INSERT INTO documentation VALUES('positions','stated_on','When it was stated, as exactly as known; not the date of publication.');
INSERT INTO documentation VALUES('quote_spans','','The exact pieces of a quote: attributed words (content), reporting words (cue), the speaker''s mention (source).');
INSERT INTO documentation VALUES('quote_spans','end_char','Where it ends, exclusive.');
INSERT INTO documentation VALUES('quote_spans','ordinal','1, 2, 3 … among the pieces of this role.');
INSERT INTO documentation VALUES('quote_spans','quote_id','The quote.');
INSERT INTO documentation VALUES('quote_spans','role','content, cue or source.');
INSERT INTO documentation VALUES('quote_spans','start_char','Where the piece starts, in code points of the body.');
INSERT INTO documentation VALUES('quote_spans','text','Its words.');
INSERT INTO documentation VALUES('quote_speakers','','Which actors a quote''s source mention stands for. A quote without a row of relation speaker is of nobody known.');
INSERT INTO documentation VALUES('quote_speakers','actor_id','The actor.');
INSERT INTO documentation VALUES('quote_speakers','confidence','How sure that is, 0 to 1.');
INSERT INTO documentation VALUES('quote_speakers','method','How the mention was resolved: name, alias, office, pronoun, …');
INSERT INTO documentation VALUES('quote_speakers','quote_id','The quote.');
INSERT INTO documentation VALUES('quote_speakers','relation','speaker (said it; several rows: together), on_behalf_of (whom a spokesperson spoke for) or candidate (may have said it: the mention is ambiguous).');
INSERT INTO documentation VALUES('quotes','','One attribution each: somebody is said to have said these words, in one article.');
INSERT INTO documentation VALUES('quotes','article_id','The article.');
INSERT INTO documentation VALUES('quotes','attribution_type','What kind of act the cue tells of: assertion, belief, knowledge, intention, question.');
INSERT INTO documentation VALUES('quotes','confidence','How sure it is that somebody is said to have said this, 0 to 1.');
INSERT INTO documentation VALUES('quotes','determinacy','Whether it was said at all: yes; open (if he said, may say, will say); no (did not say, declined to say).');
INSERT INTO documentation VALUES('quotes','end_char','Where it ends, exclusive: substr(body, start_char + 1, end_char - start_char) is the quote.');
INSERT INTO documentation VALUES('quotes','id','Key; kept when the article is read again and has the quote at the same place.');
INSERT INTO documentation VALUES('quotes','kind','direct (all of it in quotation marks), mixed (part of it) or indirect (none).');
INSERT INTO documentation VALUES('quotes','ordinal','1, 2, 3 … in the order of the article.');
INSERT INTO documentation VALUES('quotes','polarity','Whether the source stands by the words: affirmed; or against them: denied (denied that, ruled out, opposed).');
INSERT INTO documentation VALUES('quotes','quote','The attributed words; the pieces of a quote in several are joined by « […] » where words of the article stand between them, by a line break where none do.');
INSERT INTO documentation VALUES('quotes','said_last','The last day that `said_on` may mean: of 2022, 2022-12-31.');
INSERT INTO documentation VALUES('quotes','said_on','When it was said, where the article tells, as exactly as it does: a day, month or year. NULL where it does not; never the date of publication for want of another.');
INSERT INTO documentation VALUES('quotes','said_on_words','The words that tell it: on Tuesday, two days earlier. Where no date follows from them (a day after the vote), `said_on` is NULL.');
INSERT INTO documentation VALUES('quotes','sense','The three in a word: said, denied, asked, open, unsaid.');
INSERT INTO documentation VALUES('quotes','standing','1: it counts; 0: a person has rejected it, and the views have it no more. Follows from `speaker_reviews`.');
INSERT INTO documentation VALUES('quotes','start_char','Where it starts, in code points of the body from 0.');
INSERT INTO documentation VALUES('quotes','words_hash','Hash of the words without case, accents and punctuation: equal hashes are the same words. NULL below five words.');
INSERT INTO documentation VALUES('quotes_fts','','Full-text index of quotes (FTS5): SELECT rowid FROM quotes_fts WHERE quotes_fts MATCH ''indivisib*''.');
INSERT INTO documentation VALUES('quotes_fts','quote','The quotes.');
INSERT INTO documentation VALUES('removed_articles','','Articles that a person took out with `kb remove`: one row for each. Importing the file again brings one back.');
INSERT INTO documentation VALUES('removed_articles','id','Key.');
INSERT INTO documentation VALUES('removed_articles','outlet','Who published it.');
INSERT INTO documentation VALUES('removed_articles','positions','How many positions had no evidence but in it, and went with it.');
INSERT INTO documentation VALUES('removed_articles','published','When it was published, as exactly as stated.');
INSERT INTO documentation VALUES('removed_articles','quotes','How many quotes were found in it.');
INSERT INTO documentation VALUES('removed_articles','removed_at','When: UTC, ISO 8601.');
INSERT INTO documentation VALUES('removed_articles','removed_by','Who removed it.');
INSERT INTO documentation VALUES('removed_articles','reviews','How many of these a person had reviewed.');
INSERT INTO documentation VALUES('removed_articles','source_path','The file it was read from.');
INSERT INTO documentation VALUES('removed_articles','title','Its headline.');
INSERT INTO documentation VALUES('removed_articles','why','The reason, in that person''s words.');
INSERT INTO documentation VALUES('removed_facts','','Aliases and roles that a person took away: the knowledge that comes with kb does not bring them back.');
INSERT INTO documentation VALUES('removed_facts','actor_id','Whose.');
INSERT INTO documentation VALUES('removed_facts','fact','alias or role.');
INSERT INTO documentation VALUES('removed_facts','text','The alias, or the role as `kb actor show` writes it.');
INSERT INTO documentation VALUES('reviews_in_force','','The quote that each review is about, and of several reviews of one quote the last one.');
INSERT INTO documentation VALUES('reviews_in_force','actor_id','Who said it; NULL: nobody who is known, or it is no quote.');
INSERT INTO documentation VALUES('reviews_in_force','article_id','The article.');
INSERT INTO documentation VALUES('reviews_in_force','quote_id','The quote.');
INSERT INTO documentation VALUES('reviews_in_force','rejected','1: it is no quote at all.');
INSERT INTO documentation VALUES('reviews_in_force','review_id','The review.');
INSERT INTO documentation VALUES('roles','','An office that an actor holds or held somewhere, with its dates: what makes "the Foreign Minister" a person.');
INSERT INTO documentation VALUES('roles','actor_id','Who holds it.');
INSERT INTO documentation VALUES('roles','id','Key.');
INSERT INTO documentation VALUES('roles','organisation_id','The state, body or organisation where it is held.');
INSERT INTO documentation VALUES('roles','origin','Who made the row: seed, user or text.');
INSERT INTO documentation VALUES('roles','since','First day in office, as exactly as known; NULL: not known.');
INSERT INTO documentation VALUES('roles','title','What the office is called: Foreign Minister.');
INSERT INTO documentation VALUES('roles','until','Last day in office; NULL: still held, or not known.');
INSERT INTO documentation VALUES('settings','','Facts about this file itself, such as which starter knowledge it has.');
INSERT INTO documentation VALUES('settings','name','What the fact is called.');
INSERT INTO documentation VALUES('settings','value','The fact.');
INSERT INTO documentation VALUES('speaker_reviews','','Who said a quote, or that it is none, by a person''s word: put in force again after each extraction.');
INSERT INTO documentation VALUES('speaker_reviews','actor_id','Who said it; NULL: nobody who is known.');
INSERT INTO documentation VALUES('speaker_reviews','article_id','The article.');
INSERT INTO documentation VALUES('speaker_reviews','change_id','Who reviewed it, when and why.');
INSERT INTO documentation VALUES('speaker_reviews','end_char','Where it ended, exclusive.');
INSERT INTO documentation VALUES('speaker_reviews','id','Key.');
INSERT INTO documentation VALUES('speaker_reviews','quote','The quote''s words, by which it is found again.');
INSERT INTO documentation VALUES('speaker_reviews','rejected','1: it is no quote at all, and counts no more; 0: it is one.');
INSERT INTO documentation VALUES('speaker_reviews','start_char','Where it started in the body, in code points from 0.');
INSERT INTO documentation VALUES('standing_positions','','The positions that no person has rejected: what queries read.');
INSERT INTO documentation VALUES('standing_positions','actor_id','Who holds it.');
INSERT INTO documentation VALUES('standing_positions','article_id','The article that it was read in or that a person has judged it in; NULL: it came with kb.');
INSERT INTO documentation VALUES('standing_positions','ascribed_by_id','Who ascribes it, where that is known.');
INSERT INTO documentation VALUES('standing_positions','basis','On whose word: own_words (quoted), reported (the article says what the actor stated or did) or ascribed (somebody else says where the actor stands).');
INSERT INTO documentation VALUES('standing_positions','condition','The condition that the stance is bound to, as the article has it.');
INSERT INTO documentation VALUES('standing_positions','confidence','Calibrated probability that the actor stands so, of those that were read out of an article; NULL: a person''s word, or the seeds''.');
INSERT INTO documentation VALUES('standing_positions','id','Key.');
INSERT INTO documentation VALUES('standing_positions','issue_id','On which issue.');
INSERT INTO documentation VALUES('standing_positions','note','The condition, or what a reader should know.');
INSERT INTO documentation VALUES('standing_positions','origin','Who made the row: seed, user or text.');
INSERT INTO documentation VALUES('standing_positions','stance','supports, opposes, conditional, neutral (states that it takes no side) or unclear (speaks about it, no side can be read off).');
INSERT INTO documentation VALUES('standing_positions','standing','0: a person has rejected it; it counts nowhere. 1: it stands.');
INSERT INTO documentation VALUES('standing_positions','stated_last','The last day that `stated_on` may mean: of 2022, 2022-12-31.');
INSERT INTO documentation VALUES('standing_positions','stated_on','When it was stated, as exactly as known; not the date of publication.');
INSERT INTO documentation VALUES('standing_quotes','','The quotes that count, in whatever sense: what saved queries read in place of the table `quotes`.');
INSERT INTO documentation VALUES('standing_quotes','article_id','The article.');
INSERT INTO documentation VALUES('standing_quotes','attribution_type','What kind of act the cue tells of.');
INSERT INTO documentation VALUES('standing_quotes','confidence','How sure it is that this is a quote, 0 to 1.');
INSERT INTO documentation VALUES('standing_quotes','determinacy','yes, open or no.');
INSERT INTO documentation VALUES('standing_quotes','end_char','Where it ends, exclusive.');
INSERT INTO documentation VALUES('standing_quotes','id','Key.');
INSERT INTO documentation VALUES('standing_quotes','kind','direct, mixed or indirect.');
INSERT INTO documentation VALUES('standing_quotes','ordinal','Its number within the article.');
INSERT INTO documentation VALUES('standing_quotes','polarity','affirmed or denied.');
INSERT INTO documentation VALUES('standing_quotes','quote','The words.');
INSERT INTO documentation VALUES('standing_quotes','said_last','The last day that `said_on` may mean.');
INSERT INTO documentation VALUES('standing_quotes','said_on','When it was said, where the article tells.');
INSERT INTO documentation VALUES('standing_quotes','said_on_words','The words that tell it.');
INSERT INTO documentation VALUES('standing_quotes','sense','said, denied, asked, open or unsaid.');
INSERT INTO documentation VALUES('standing_quotes','start_char','Where it starts in the body, in code points from 0.');
INSERT INTO documentation VALUES('standing_quotes','words_hash','The same words, the same hash; NULL below five words.');
INSERT INTO documentation VALUES('standing_spans','','The exact pieces of the quotes; those that count are in `standing_quotes`.');
INSERT INTO documentation VALUES('standing_spans','end_char','Where it ends, exclusive.');
INSERT INTO documentation VALUES('standing_spans','ordinal','Its number among those of one role.');
INSERT INTO documentation VALUES('standing_spans','quote_id','The quote.');
INSERT INTO documentation VALUES('standing_spans','role','content (the words), cue (the reporting words) or source (who is named).');
INSERT INTO documentation VALUES('standing_spans','start_char','Where it starts in the body, in code points from 0.');
INSERT INTO documentation VALUES('standing_spans','text','The words.');
INSERT INTO documentation VALUES('standing_speakers','','Who is linked to the quotes that count.');
INSERT INTO documentation VALUES('standing_speakers','actor_id','The actor.');
INSERT INTO documentation VALUES('standing_speakers','confidence','How sure it is, 0 to 1.');
INSERT INTO documentation VALUES('standing_speakers','method','How the mention was resolved: name, alias, office, pronoun, … or review.');
INSERT INTO documentation VALUES('standing_speakers','quote_id','The quote.');
INSERT INTO documentation VALUES('standing_speakers','relation','speaker, on_behalf_of or candidate.');
INSERT INTO documentation VALUES('stated_positions','','Every position with the passage that is its evidence: a row for each passage.');
INSERT INTO documentation VALUES('stated_positions','actor','Who holds it.');
INSERT INTO documentation VALUES('stated_positions','actor_id','The actor''s key.');
INSERT INTO documentation VALUES('stated_positions','actor_slug','The actor''s stable key.');
INSERT INTO documentation VALUES('stated_positions','article','What to call the article with the passage: its headline, or the name of its file in brackets.');
INSERT INTO documentation VALUES('stated_positions','article_id','The article.');
INSERT INTO documentation VALUES('stated_positions','ascribed_by','Who ascribes it, where it is ascribed.');
INSERT INTO documentation VALUES('stated_positions','basis','own_words, reported or ascribed.');
INSERT INTO documentation VALUES('stated_positions','condition','The condition that the stance is bound to, as the article has it.');
INSERT INTO documentation VALUES('stated_positions','confidence','Calibrated probability that the actor stands so; NULL: a person''s word, or the seeds''.');
INSERT INTO documentation VALUES('stated_positions','dated','The day it was stated on, or that of publication where the article does not tell.');
INSERT INTO documentation VALUES('stated_positions','dated_by','Which of the two `dated` is: stated or published.');
INSERT INTO documentation VALUES('stated_positions','dated_last','The last day that `dated` may mean.');
INSERT INTO documentation VALUES('stated_positions','end_char','Where it ends, exclusive.');
INSERT INTO documentation VALUES('stated_positions','evidence','The passage.');
INSERT INTO documentation VALUES('stated_positions','evidence_relation','for or against.');
INSERT INTO documentation VALUES('stated_positions','issue','The issue''s name.');
INSERT INTO documentation VALUES('stated_positions','issue_id','The issue''s key.');
INSERT INTO documentation VALUES('stated_positions','issue_slug','The issue''s stable key.');
INSERT INTO documentation VALUES('stated_positions','note','The condition, or what a reader should know.');
INSERT INTO documentation VALUES('stated_positions','origin','seed: came with kb; user: a person''s word; text: read out of the article by kb.');
INSERT INTO documentation VALUES('stated_positions','outlet','Who published it.');
INSERT INTO documentation VALUES('stated_positions','position_id','The position.');
INSERT INTO documentation VALUES('stated_positions','proposition','What the actor supports or opposes.');
INSERT INTO documentation VALUES('stated_positions','published','When it was published.');
INSERT INTO documentation VALUES('stated_positions','published_last','The last day that `published` may mean.');
INSERT INTO documentation VALUES('stated_positions','source_path','The file it was read from.');
INSERT INTO documentation VALUES('stated_positions','stance','supports, opposes, conditional, neutral or unclear.');
INSERT INTO documentation VALUES('stated_positions','start_char','Where the passage starts in the body, in code points from 0.');
INSERT INTO documentation VALUES('stated_positions','stated_last','The last day that `stated_on` may mean.');
INSERT INTO documentation VALUES('stated_positions','stated_on','When it was stated, as exactly as known.');
INSERT INTO documentation VALUES('stated_positions','title','The headline of the article with the passage.');
INSERT INTO documentation VALUES('who_said','','Every quote with its article and its speaker: the view to begin with. A quote of several speakers has a row for each, one of nobody known a NULL actor.');
INSERT INTO documentation VALUES('who_said','actor','The speaker''s name; NULL: not known.');
INSERT INTO documentation VALUES('who_said','actor_id','The speaker''s key.');
INSERT INTO documentation VALUES('who_said','actor_kind','person, state, body, organisation, outlet or group.');
INSERT INTO documentation VALUES('who_said','actor_slug','The speaker''s stable key.');
INSERT INTO documentation VALUES('who_said','article','What to call the article: its headline, or the name of its file in brackets.');
INSERT INTO documentation VALUES('who_said','article_id','The article.');
INSERT INTO documentation VALUES('who_said','attribution_confidence','How sure it is that these words were said by this actor: `confidence` times `speaker_confidence`. NULL for nobody known.');
INSERT INTO documentation VALUES('who_said','attribution_type','What kind of act the cue tells of: assertion, belief, knowledge, intention, question.');
INSERT INTO documentation VALUES('who_said','author','Its byline.');
INSERT INTO documentation VALUES('who_said','confidence','How sure it is that this is a quote, 0 to 1.');
INSERT INTO documentation VALUES('who_said','cue','The reporting words.');
INSERT INTO documentation VALUES('who_said','dated','What a question about a time goes by: `said_on`, or else `published`.');
INSERT INTO documentation VALUES('who_said','dated_last','The last day that `dated` may mean; nothing is said after its publication.');
INSERT INTO documentation VALUES('who_said','described','1: the article only describes the speaker ("a Kremlin adviser"), who is an actor of that article alone; 0: it is somebody named, or nobody known.');
INSERT INTO documentation VALUES('who_said','determinacy','yes; open or no: it was not said, or is not told as having been said.');
INSERT INTO documentation VALUES('who_said','end_char','Where it ends, exclusive.');
INSERT INTO documentation VALUES('who_said','kind','direct, mixed or indirect.');
INSERT INTO documentation VALUES('who_said','ordinal','The quote''s number within the article.');
INSERT INTO documentation VALUES('who_said','outlet','Who published it.');
INSERT INTO documentation VALUES('who_said','outlet_id','The outlet''s key.');
INSERT INTO documentation VALUES('who_said','polarity','affirmed, or denied: the speaker stands against the words.');
INSERT INTO documentation VALUES('who_said','published','When it was published, as exactly as stated.');
INSERT INTO documentation VALUES('who_said','published_last','The last day that `published` may mean.');
INSERT INTO documentation VALUES('who_said','quote','The attributed words; the pieces of a quote in several are joined by « […] » where words of the article stand between them, by a line break where none do.');
INSERT INTO documentation VALUES('who_said','quote_id','The quote.');
INSERT INTO documentation VALUES('who_said','said_on','When it was said, where the article tells, as exactly as it does; NULL where it does not.');
INSERT INTO documentation VALUES('who_said','said_on_words','The words that tell it: on Tuesday.');
INSERT INTO documentation VALUES('who_said','sense','The three in a word: said, denied, asked, open, unsaid. Never list words without it or the cue.');
INSERT INTO documentation VALUES('who_said','source_mention','The words that name the speaker: "he", "the minister".');
INSERT INTO documentation VALUES('who_said','source_path','The file the article was read from.');
INSERT INTO documentation VALUES('who_said','speaker_confidence','How sure the speaker is, 0 to 1.');
INSERT INTO documentation VALUES('who_said','speaker_method','How the speaker was found: name, alias, office, pronoun, …');
INSERT INTO documentation VALUES('who_said','start_char','Where the quote starts in the body, in code points from 0.');
INSERT INTO documentation VALUES('who_said','title','The article''s headline.');
INSERT INTO documentation VALUES('who_said','url','Where it can be read.');
CREATE TABLE removed_articles (     -- articles that a person took out: who did it, when, why, and what went with them
  id           INTEGER PRIMARY KEY AUTOINCREMENT,
  removed_at   TEXT NOT NULL,       -- UTC, ISO 8601
  removed_by   TEXT NOT NULL,
  why          TEXT NOT NULL DEFAULT '',
  source_path  TEXT NOT NULL,       -- the file it was read from
  title        TEXT,
  outlet       TEXT,
  published    TEXT,
  quotes       INTEGER NOT NULL,    -- how many were found in it
  reviews      INTEGER NOT NULL,    -- of these, reviewed by a person
  positions    INTEGER NOT NULL     -- that had no evidence but in it
) STRICT;
INSERT INTO removed_articles VALUES(1,'2026-11-27T16:35:06Z','ada','retracted','/desk/articles/retracted.md','A story taken back','Ostwind','2021',2,0,0);
CREATE TABLE issue_signals (        -- words that name the matter of an issue
  issue_id   INTEGER NOT NULL REFERENCES issues (id) ON DELETE CASCADE,
  words      TEXT NOT NULL,
  direction  TEXT NOT NULL CHECK (direction IN ('for', 'against')),
  PRIMARY KEY (issue_id, words)
) STRICT, WITHOUT ROWID;
CREATE TABLE issue_changes (        -- each change of an issue: who made it, when, why
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  made_at    TEXT NOT NULL,
  made_by    TEXT NOT NULL,
  why        TEXT NOT NULL DEFAULT '',
  action     TEXT NOT NULL CHECK (action IN ('add', 'set', 'remove')),
  slug       TEXT NOT NULL,
  before     TEXT CHECK (before IS NULL OR json_valid(before)),
  after      TEXT CHECK (after IS NULL OR json_valid(after))
) STRICT;
CREATE TABLE position_reviews (     -- what people have said of where somebody stands in an article, each with who, when and why
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  article_id INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
  actor_id   INTEGER NOT NULL REFERENCES actors (id) ON DELETE CASCADE,
  issue_id   INTEGER NOT NULL REFERENCES issues (id) ON DELETE CASCADE,
  verdict    TEXT NOT NULL CHECK (verdict IN ('confirmed', 'rejected', 'set', 'added')),
  stance     TEXT NOT NULL CHECK (stance IN ('supports', 'opposes', 'conditional', 'neutral', 'unclear')),
  evidence   TEXT NOT NULL,
  made_at    TEXT NOT NULL,
  made_by    TEXT NOT NULL,
  why        TEXT NOT NULL DEFAULT '',
  undone_at  TEXT
) STRICT;
ANALYZE sqlite_schema;
ANALYZE sqlite_schema;
PRAGMA writable_schema=ON;
INSERT INTO sqlite_schema(type,name,tbl_name,rootpage,sql)VALUES('table','articles_fts','articles_fts',0,'CREATE VIRTUAL TABLE articles_fts USING fts5 (
  title, body, content = ''articles'', content_rowid = ''id'', tokenize = ''unicode61 remove_diacritics 2'')');
INSERT INTO sqlite_schema(type,name,tbl_name,rootpage,sql)VALUES('table','quotes_fts','quotes_fts',0,'CREATE VIRTUAL TABLE quotes_fts USING fts5 (
  quote, content = ''quotes'', content_rowid = ''id'', tokenize = ''unicode61 remove_diacritics 2'')');
DELETE FROM sqlite_sequence;
INSERT INTO sqlite_sequence VALUES('actors',420);
INSERT INTO sqlite_sequence VALUES('actor_aliases',991);
INSERT INTO sqlite_sequence VALUES('roles',272);
INSERT INTO sqlite_sequence VALUES('issues',19);
INSERT INTO sqlite_sequence VALUES('extractors',2);
INSERT INTO sqlite_sequence VALUES('import_runs',2);
INSERT INTO sqlite_sequence VALUES('outlets',4);
INSERT INTO sqlite_sequence VALUES('articles',5);
INSERT INTO sqlite_sequence VALUES('quotes',16);
INSERT INTO sqlite_sequence VALUES('actor_changes',16);
INSERT INTO sqlite_sequence VALUES('speaker_reviews',1);
INSERT INTO sqlite_sequence VALUES('removed_articles',1);
INSERT INTO sqlite_sequence VALUES('positions',11);
INSERT INTO sqlite_sequence VALUES('position_evidence',29);
CREATE INDEX actors_by_name ON actors (name_folded);
CREATE INDEX actors_by_state ON actors (state_id);
CREATE INDEX actor_aliases_by_alias ON actor_aliases (alias_folded);
CREATE INDEX roles_by_actor ON roles (actor_id);
CREATE INDEX roles_by_organisation ON roles (organisation_id, title);
CREATE INDEX actor_ids_by_actor ON actor_ids (actor_id);
CREATE INDEX actor_keys_by_actor ON actor_keys (actor_id);
CREATE INDEX actor_changes_by_actor ON actor_changes (actor_slug);
CREATE INDEX actor_changes_by_other ON actor_changes (other_slug);
CREATE INDEX actor_merges_by_actor ON actor_merges (actor_id);
CREATE INDEX actor_merges_by_name ON actor_merges (name_folded);
CREATE INDEX different_actors_by_other ON different_actors (other_id);
CREATE INDEX articles_by_run ON articles (import_run_id);
CREATE INDEX articles_by_extractor ON articles (extractor_id);
CREATE INDEX quotes_by_words ON quotes (words_hash, article_id) WHERE words_hash IS NOT NULL;
CREATE INDEX quote_spans_by_cue ON quote_spans (text) WHERE role = 'cue';
CREATE INDEX quote_speakers_by_actor ON quote_speakers (actor_id, relation, quote_id);
CREATE INDEX speaker_reviews_by_actor ON speaker_reviews (actor_id);
CREATE INDEX positions_by_actor ON positions (actor_id, issue_id);
CREATE INDEX positions_by_issue ON positions (issue_id, actor_id);
CREATE INDEX positions_by_ascriber ON positions (ascribed_by_id);
CREATE INDEX position_evidence_by_article ON position_evidence (article_id, start_char);
CREATE INDEX articles_by_text ON articles (body_chars, substr(body, 1, 64));
CREATE INDEX articles_by_published ON articles (published, published_last);
CREATE INDEX articles_by_last_day ON articles (published_last, published);
CREATE INDEX articles_by_outlet ON articles (outlet_id, published, published_last);
CREATE INDEX articles_in_brief ON articles (id, outlet_id, published, published_last);
CREATE INDEX quotes_by_said_on ON quotes (said_on, said_last, article_id) WHERE said_on IS NOT NULL;
CREATE INDEX quotes_rejected ON quotes (id) WHERE standing = 0;
CREATE INDEX quotes_in_brief ON quotes (id, article_id, kind, said_on, said_last, standing) WHERE determinacy = 'yes' AND standing;
CREATE INDEX quotes_not_made ON quotes (id, determinacy, standing) WHERE determinacy <> 'yes' AND standing;
CREATE INDEX quotes_denied ON quotes (id, determinacy, standing) WHERE polarity = 'denied' AND standing;
CREATE INDEX actors_by_article ON actors (article_id, name_folded) WHERE article_id IS NOT NULL;
CREATE INDEX actors_described ON actors (name_folded, kind) WHERE article_id IS NOT NULL;
CREATE INDEX positions_by_article ON positions (article_id) WHERE article_id IS NOT NULL;
CREATE INDEX position_reviews_by_article ON position_reviews (article_id, actor_id, issue_id);
CREATE INDEX position_reviews_by_actor ON position_reviews (actor_id);
CREATE INDEX position_reviews_by_issue ON position_reviews (issue_id);
CREATE TRIGGER articles_fts_insert AFTER INSERT ON articles BEGIN
  INSERT INTO articles_fts (rowid, title, body) VALUES (new.id, new.title, new.body);
END;
CREATE TRIGGER articles_fts_delete AFTER DELETE ON articles BEGIN
  INSERT INTO articles_fts (articles_fts, rowid, title, body) VALUES ('delete', old.id, old.title, old.body);
END;
CREATE TRIGGER articles_fts_update AFTER UPDATE OF title, body ON articles BEGIN
  INSERT INTO articles_fts (articles_fts, rowid, title, body) VALUES ('delete', old.id, old.title, old.body);
  INSERT INTO articles_fts (rowid, title, body) VALUES (new.id, new.title, new.body);
END;
CREATE TRIGGER quotes_fts_insert AFTER INSERT ON quotes BEGIN
  INSERT INTO quotes_fts (rowid, quote) VALUES (new.id, new.quote);
END;
CREATE TRIGGER quotes_fts_delete AFTER DELETE ON quotes BEGIN
  INSERT INTO quotes_fts (quotes_fts, rowid, quote) VALUES ('delete', old.id, old.quote);
END;
CREATE TRIGGER quotes_fts_update AFTER UPDATE OF quote ON quotes BEGIN
  INSERT INTO quotes_fts (quotes_fts, rowid, quote) VALUES ('delete', old.id, old.quote);
  INSERT INTO quotes_fts (rowid, quote) VALUES (new.id, new.quote);
END;
CREATE VIEW actor_names AS
SELECT id AS actor_id, name, 'name' AS kind, name_folded AS folded FROM actors
UNION ALL
SELECT actor_id, alias, kind, alias_folded FROM actor_aliases;
CREATE VIEW standing_spans AS
SELECT quote_id, role, ordinal, start_char, end_char, text FROM quote_spans;
CREATE VIEW standing_speakers AS
SELECT quote_id, actor_id, relation, method, confidence FROM quote_speakers;
CREATE VIEW made_quotes AS
SELECT id, article_id, ordinal, kind, quote, start_char, end_char, confidence, words_hash, attribution_type, polarity, sense,
  said_on, said_last
FROM standing_quotes WHERE determinacy = 'yes';
CREATE VIEW position_quotes AS
SELECT e.position_id, q.id AS quote_id, e.article_id
FROM position_evidence e
JOIN standing_quotes q ON q.article_id = e.article_id AND q.start_char < e.end_char AND e.start_char < q.end_char;
CREATE VIEW reviews_in_force AS
SELECT max(review_id) AS review_id, article_id, actor_id, rejected, quote_id
FROM (
  -- A window, since older SQLites know no column of an outer query in ORDER BY.
  SELECT r.id AS review_id, r.article_id, r.actor_id, r.rejected, q.id AS quote_id, row_number() OVER (
      PARTITION BY r.article_id, r.id ORDER BY q.quote = r.quote DESC, abs(q.start_char - r.start_char), q.id) AS place
  FROM speaker_reviews r JOIN quotes q ON q.article_id = r.article_id AND (q.quote = r.quote OR
    2 * (min(q.end_char, r.end_char) - max(q.start_char, r.start_char))
      > max(q.end_char - q.start_char, r.end_char - r.start_char)))
WHERE place = 1
GROUP BY article_id, quote_id
;
CREATE TRIGGER speaker_reviews_insert AFTER INSERT ON speaker_reviews WHEN new.rejected = 1 BEGIN
  UPDATE quotes SET standing = 0 WHERE article_id = new.article_id AND standing = 1
    AND id IN (SELECT quote_id FROM reviews_in_force WHERE article_id = new.article_id AND rejected = 1);
  DELETE FROM quote_speakers WHERE quote_id IN (SELECT id FROM quotes WHERE article_id = new.article_id AND standing = 0);
END;
CREATE TRIGGER speaker_reviews_update AFTER UPDATE OF article_id, quote, start_char, end_char, rejected ON speaker_reviews
WHEN new.rejected = 1 OR old.rejected = 1 BEGIN
  UPDATE quotes SET standing = 1 WHERE article_id IN (old.article_id, new.article_id) AND standing = 0;
  UPDATE quotes SET standing = 0 WHERE article_id IN (old.article_id, new.article_id)
    AND id IN (SELECT quote_id FROM reviews_in_force WHERE article_id IN (old.article_id, new.article_id) AND rejected = 1);
  DELETE FROM quote_speakers WHERE quote_id IN (
    SELECT id FROM quotes WHERE article_id IN (old.article_id, new.article_id) AND standing = 0);
END;
CREATE TRIGGER speaker_reviews_delete AFTER DELETE ON speaker_reviews WHEN old.rejected = 1 BEGIN
  UPDATE quotes SET standing = 1 WHERE article_id = old.article_id AND standing = 0
    AND id NOT IN (SELECT quote_id FROM reviews_in_force WHERE article_id = old.article_id AND rejected = 1);
END;
CREATE VIEW standing_quotes AS
SELECT id, article_id, ordinal, kind, quote, start_char, end_char, confidence, words_hash, attribution_type, polarity, determinacy,
  sense, said_on, said_on_words, said_last
FROM quotes WHERE standing;
CREATE VIEW made_quotes_in_brief AS
SELECT id, article_id, kind, said_on, said_last FROM quotes INDEXED BY quotes_in_brief WHERE determinacy = 'yes' AND standing;
CREATE VIEW actors_alike AS
SELECT id AS actor_id, id AS alike_id FROM actors
UNION ALL
SELECT a.id, b.id FROM actors a JOIN actors b ON b.name_folded = a.name_folded AND b.kind = a.kind AND b.article_id IS NOT NULL
WHERE a.article_id IS NOT NULL AND b.id <> a.id;
CREATE VIEW who_said AS
SELECT
  q.id            AS quote_id,
  q.article_id,
  a.source_path,
  a.title,
  o.name          AS outlet,
  a.author,
  a.published,
  a.url,
  s.name          AS actor,
  s.slug          AS actor_slug,
  s.kind          AS actor_kind,
  q.kind,
  q.sense,
  (SELECT group_concat(text, ' … ') FROM standing_spans WHERE quote_id = q.id AND role = 'cue')    AS cue,
  q.quote,
  (SELECT group_concat(text, ' … ') FROM standing_spans WHERE quote_id = q.id AND role = 'source') AS source_mention,
  q.start_char,
  q.end_char,
  q.confidence,
  qs.method       AS speaker_method,
  qs.confidence   AS speaker_confidence,
  q.ordinal,
  qs.actor_id,
  a.outlet_id,
  a.label         AS article,
  a.published_last,
  q.attribution_type,
  q.polarity,
  q.determinacy,
  q.said_on,
  q.said_on_words,
  coalesce(q.said_on, a.published) AS dated,
  iif(q.said_on IS NULL, a.published_last, min(q.said_last, coalesce(a.published_last, q.said_last))) AS dated_last,
  round(q.confidence * qs.confidence, 3) AS attribution_confidence,
  s.article_id IS NOT NULL AS described
FROM standing_quotes q
JOIN articles a ON a.id = q.article_id
LEFT JOIN outlets o ON o.id = a.outlet_id
LEFT JOIN standing_speakers qs ON qs.quote_id = q.id AND qs.relation = 'speaker'
LEFT JOIN actors s ON s.id = qs.actor_id;
CREATE VIEW standing_positions AS SELECT * FROM positions WHERE standing = 1;
CREATE VIEW stated_positions AS
SELECT
  p.id            AS position_id,
  s.name          AS actor,
  s.slug          AS actor_slug,
  i.name          AS issue,
  i.slug          AS issue_slug,
  i.proposition,
  p.stance,
  p.basis,
  b.name          AS ascribed_by,
  p.stated_on,
  e.text          AS evidence,
  e.relation      AS evidence_relation,
  a.title,
  o.name          AS outlet,
  a.published,
  a.source_path,
  e.article_id,
  e.start_char,
  e.end_char,
  p.note,
  p.actor_id,
  p.issue_id,
  a.label         AS article,
  p.stated_last,
  a.published_last,
  p.condition,
  p.confidence,
  p.origin,
  coalesce(p.stated_on, a.published) AS dated,
  coalesce(p.stated_last, a.published_last) AS dated_last,
  iif(p.stated_on IS NOT NULL, 'stated', iif(a.published IS NOT NULL, 'published', NULL)) AS dated_by
FROM standing_positions p
JOIN actors s ON s.id = p.actor_id
JOIN issues i ON i.id = p.issue_id
LEFT JOIN actors b ON b.id = p.ascribed_by_id
JOIN position_evidence e ON e.position_id = p.id
JOIN articles a ON a.id = e.article_id
LEFT JOIN outlets o ON o.id = a.outlet_id;
PRAGMA writable_schema=OFF;
COMMIT;
