package store

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
)

// maskedID is the hash that stands for the id of an event in a blind package.
// An event's id begins with its time, and so the events of a claim would tell
// when it was labelled and which claims were labelled together. Whoever has the
// id can compute its masked one and compare. Masked ids sort before all ids.
func maskedID(stamp string) string {
	sum := sha256.Sum256([]byte("veil\x00" + stamp))
	return "#" + hex.EncodeToString(sum[:16])
}

// maskedIDs masks stamps, and gives them in order.
func maskedIDs(stamps stampList) stampList {
	all := make(stampList, len(stamps))
	for i, stamp := range stamps {
		if stamp != "" {
			stamp = maskedID(stamp)
		}
		all[i] = stamp
	}
	slices.Sort(all)
	return all
}
