namespace Digits.Learning.Networks;

/// <summary>A place for the values between two layers, and for their gradient.</summary>
/// <param name="Size">Values per image.</param>
/// <param name="Source">The slot whose values these are: its own index, or that of the slot that a residual begins with.</param>
/// <param name="Boundary">Whether it lies between stages, so that the values of a whole batch are there at once.</param>
/// <param name="NeededBackward">Whether the backward pass reads it, so that training keeps the values of a whole batch.</param>
/// <param name="Gradient">Inside a stage, which of a thread's buffers takes the gradient.</param>
internal readonly record struct Slot(int Size, int Source, bool Boundary, bool NeededBackward, int Gradient);
