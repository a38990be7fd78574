using System.Globalization;

namespace Digits.Learning.Augmentation;

/// <summary>
/// How far a training image may be changed each time it is seen, so that a network learns a digit in every guise. Each value is the
/// greatest strength, drawn evenly for every image and epoch; 0 switches that change off. Images to judge by are never changed.
/// </summary>
public sealed record AugmentationSettings
{
    /// <summary>The greatest <see cref="Shift"/>, in pixels.</summary>
    public const double MaxShift = 16;

    /// <summary>The greatest <see cref="Rotation"/>, in degrees.</summary>
    public const double MaxRotation = 180;

    /// <summary>The greatest <see cref="Scale"/>.</summary>
    public const double MaxScale = 0.5;

    /// <summary>The greatest <see cref="Shear"/>.</summary>
    public const double MaxShear = 1;

    /// <summary>The greatest <see cref="Elastic"/>, in pixels.</summary>
    public const double MaxElastic = 8;

    /// <summary>The greatest <see cref="Stroke"/>, in pixels.</summary>
    public const double MaxStroke = 1;

    /// <summary>The greatest <see cref="Erase"/>.</summary>
    public const double MaxErase = 1;

    /// <summary>Pixels that an image moves at most, to each side, 0 to <see cref="MaxShift"/>.</summary>
    public double Shift { get; init; }

    /// <summary>Degrees that an image turns at most, either way, 0 to <see cref="MaxRotation"/>.</summary>
    public double Rotation { get; init; }

    /// <summary>Share that an image grows or shrinks at most, width and height each, 0 to <see cref="MaxScale"/>; 0.1 is 90 to 110 %.</summary>
    public double Scale { get; init; }

    /// <summary>Share of its height that an image leans to a side at most, 0 to <see cref="MaxShear"/>.</summary>
    public double Shear { get; init; }

    /// <summary>Pixels that a smooth random field moves parts of an image against each other at most, 0 to <see cref="MaxElastic"/>.</summary>
    public double Elastic { get; init; }

    /// <summary>Pixels that the edges of strokes grow or shrink at most, 0 to <see cref="MaxStroke"/>.</summary>
    public double Stroke { get; init; }

    /// <summary>Share of the images of which a random rectangle becomes paper, 0 to <see cref="MaxErase"/>.</summary>
    public double Erase { get; init; }

    /// <summary>Whether every change is switched off.</summary>
    public bool IsOff => this == new AugmentationSettings();

    /// <summary>Every value that is out of range, each fault beginning with the field's name; empty when there is none.</summary>
    public IReadOnlyList<string> Check()
    {
        var faults = new List<string>();
        Check("shift", Shift, MaxShift);
        Check("rotation", Rotation, MaxRotation);
        Check("scale", Scale, MaxScale);
        Check("shear", Shear, MaxShear);
        Check("elastic", Elastic, MaxElastic);
        Check("stroke", Stroke, MaxStroke);
        Check("erase", Erase, MaxErase);
        return faults;

        void Check(string name, double value, double limit)
        {
            // Not-a-number is in no range.
            if (!(value >= 0 && value <= limit))
            {
                faults.Add(string.Create(
                    CultureInfo.InvariantCulture, $"augmentation.{name}: {value} is not between 0 and {limit}."));
            }
        }
    }
}
