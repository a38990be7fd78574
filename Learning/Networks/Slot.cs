namespace Digits.Learning.Networks;

/// <summary>A place for the values between two layers.</summary>
/// <param name="Size">Values per image.</param>
/// <param name="Boundary">Whether it lies between stages, so that the values of a whole batch are there at once.</param>
/// <param name="NeededBackward">Whether the backward pass reads it, so that training keeps the values of a whole batch.</param>
internal readonly record struct Slot(int Size, bool Boundary, bool NeededBackward);
