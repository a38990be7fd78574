namespace Digits.Learning.Networks;

/// <summary>Layers that treat each image by itself: one image passes them all while it is in cache.</summary>
internal sealed record ImageStage(int InputSlot, int OutputSlot, PlacedLayer[] Layers) : Stage(InputSlot, OutputSlot);
