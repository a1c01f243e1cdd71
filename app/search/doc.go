// Package search finds words in all of a workspace: in the texts and titles of
// documents, in claims, their notes and their evidence. Offsets are Unicode code
// points, ranges are half open.
//
// A query is what somebody types, and any text is one:
//
//	council budget        both words, as close together as they stand
//	"council budget"      these very words, one after the other
//	counc*                words that begin so
//	council OR senate     either; binds the two beside it
//	-senate, NOT senate   without it
//	NEAR(council budget, 5)   with at most 5 words between them, 10 where no number is said
//	(council OR senate) budget
//
// What is no such form is taken as words. A word stands for its inflections too,
// without regard to case and accents; in scripts that put no space between words any
// sequence of letters is found.
package search
