namespace Digits.Learning.Networks;

/// <summary>A part of a network that is worked off before the next part begins.</summary>
/// <param name="InputSlot">Where its input lies.</param>
/// <param name="OutputSlot">Where its output goes; the same slot when all its layers work in place.</param>
internal abstract record Stage(int InputSlot, int OutputSlot);
