// Package evidence is the room of the evidence panel: what bears on the claim in hand, from any document or from
// outside, what follows from it, and how evidence is added, changed and found.
package evidence
