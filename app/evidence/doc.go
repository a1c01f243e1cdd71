// Package evidence finds what the other documents say about a claim: passages that bear on it, in what they may contradict it, and the
// same claim elsewhere. It looks them up in an index of the words of all sentences, which it makes from the texts and keeps in the
// workspace. It decides nothing: what supports or refutes a claim is the user's to say.
package evidence
