namespace Digits.Learning.Networks;

/// <summary>Layers that treat each picture by itself: one picture passes them all while it is in cache.</summary>
internal sealed record ImageStage(int InputSlot, int OutputSlot, PlacedLayer[] Layers) : Stage(InputSlot, OutputSlot);
