package evidence

// stopWords are terms that say little of what a sentence is about. They count less, and no sentence is looked for by them.
var stopWords = termSet(`a about above after again all also although am an and any are as at be because been before being between both but by
	can could did do does doing down during each few for from further had has have having he her here hers herself him himself his how i if in into is
	it its itself just may me might more most must my myself nor now of off on once one only or other our ours ourselves out over own same shall she
	should so some such than that the their theirs them themselves then there these they this those through to too under until up upon us very was we
	were what when where which while who whom whose why will with would you your yours yourself yourselves within without among since however via per
	not no said say says`)
