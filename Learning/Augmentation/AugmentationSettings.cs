namespace Digits.Learning.Augmentation;

/// <summary>
/// How far a training image may be changed each time it is seen, so that a network learns a digit in every guise. Each value is the
/// greatest strength, drawn evenly for every image and epoch; 0 switches that change off. Images to judge by are never changed.
/// </summary>
public sealed record AugmentationSettings
{
    /// <summary>Pixels that an image moves at most, to each side, 0 to 16.</summary>
    public double Shift { get; init; }

    /// <summary>Degrees that an image turns at most, either way, 0 to 180.</summary>
    public double Rotation { get; init; }

    /// <summary>Share that an image grows or shrinks at most, width and height each, 0 to 0.5; 0.1 is 90 to 110 %.</summary>
    public double Scale { get; init; }

    /// <summary>Share of its height that an image leans to a side at most, 0 to 1.</summary>
    public double Shear { get; init; }

    /// <summary>Pixels that a smooth random field moves parts of an image against each other at most, 0 to 8.</summary>
    public double Elastic { get; init; }

    /// <summary>Pixels that the edges of strokes grow or shrink at most, 0 to 1.</summary>
    public double Stroke { get; init; }

    /// <summary>Share of the images of which a random rectangle becomes paper, 0 to 1.</summary>
    public double Erase { get; init; }

    /// <summary>Whether every change is switched off.</summary>
    public bool IsOff => this == new AugmentationSettings();
}
