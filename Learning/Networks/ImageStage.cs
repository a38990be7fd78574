namespace Digits.Learning.Networks;

/// <summary>Layers that treat each image by itself: one image passes them all while it is in cache.</summary>
/// <param name="InputSlot">Where its input lies.</param>
/// <param name="OutputSlot">Where its output goes.</param>
/// <param name="Layers">The layers; none when there is only something to measure.</param>
/// <param name="Norm">In training, the batch norm that begins the next stage and wants the output measured; null when none does.</param>
internal sealed record ImageStage(int InputSlot, int OutputSlot, PlacedLayer[] Layers, PlacedLayer? Norm)
    : Stage(InputSlot, OutputSlot)
{
    /// <summary>The layers cut into runs: one that treats a whole shard at once, or some through which each image passes in turn.</summary>
    public PlacedLayer[][] Runs { get; } = Cut(Layers);

    private static PlacedLayer[][] Cut(PlacedLayer[] layers)
    {
        var runs = new List<List<PlacedLayer>>();
        foreach (var placed in layers)
        {
            if (runs.Count == 0 || placed.Layer.WholeShard || runs[^1][0].Layer.WholeShard)
            {
                runs.Add([]);
            }

            runs[^1].Add(placed);
        }

        return [.. runs.Select(run => run.ToArray())];
    }
}
