
namespace Digits.Imaging.Handwriting;

/// <summary>The points that one hand aims at: a way of writing, mixed of two variants, each point missed a little.</summary>
internal static class Sketch
{
    // How often a variant is taken as it is.
    private const double PurePart = 0.4;

    // How far points are missed, as a part of the digit's height; how sloppy a hand is varies from image to image.
    private const double Miss = 0.05;
    private const double MissSpread = 0.6;

    // Ovals and straight lines succeed better.
    private static readonly double[] MissOfDigit = [0.4, 0.45, 1, 1, 1, 1, 0.85, 1, 0.9, 0.9];

    // Neighbouring points are missed alike.
    private const double NeighbourShare = 0.5;

    // How far a stroke starts beside its place, where there are several.
    private const double StrokeShift = 0.03;

    private const double HookPart = 0.25;
    private const double HookLength = 0.1;
    private const double HookTurn = 0.14;

    /// <param name="digit">0 to 9.</param>
    /// <param name="dice">The image's chance.</param>
    public static List<ControlPoint> Of(int digit, Dice dice)
    {
        var points = Mix(Alphabet.Choose(digit, dice).Variants, dice);
        var miss = Miss * Math.Min(2, dice.Factor(MissSpread)) * MissOfDigit[digit];
        var sketch = new List<ControlPoint>(points.Length + 4);
        var start = 0;
        for (var i = 0; i < points.Length; i++)
        {
            if (points[i].IsLast)
            {
                var stroke = points.AsSpan(start, i + 1 - start);
                MissPoints(stroke, miss, start > 0 ? StrokeShift : 0, dice);
                AddWithHooks(sketch, stroke, dice);
                start = i + 1;
            }
        }

        return sketch;
    }

    private static ControlPoint[] Mix(IReadOnlyList<ControlPoint[]> variants, Dice dice)
    {
        var (first, second) = (variants[dice.Next(variants.Count)], variants[dice.Next(variants.Count)]);
        var share = dice.Happens(PurePart) ? 0 : dice.NearEnds();
        var mixed = new ControlPoint[first.Length];
        for (var i = 0; i < mixed.Length; i++)
        {
            mixed[i] = first[i] with
            {
                X = first[i].X + (share * (second[i].X - first[i].X)),
                Y = first[i].Y + (share * (second[i].Y - first[i].Y)),
            };
        }

        return mixed;
    }

    private static void MissPoints(Span<ControlPoint> stroke, double miss, double shift, Dice dice)
    {
        var (shiftX, shiftY) = (dice.Normal(shift), dice.Normal(shift));
        Span<double> x = stackalloc double[stroke.Length];
        Span<double> y = stackalloc double[stroke.Length];
        for (var i = 0; i < stroke.Length; i++)
        {
            (x[i], y[i]) = (dice.Normal(miss), dice.Normal(miss));
        }

        for (var i = 0; i < stroke.Length; i++)
        {
            stroke[i] = stroke[i] with { X = stroke[i].X + shiftX + WithNeighbours(x, i), Y = stroke[i].Y + shiftY + WithNeighbours(y, i) };
        }
    }

    // The weighted sum has the deviation that each of its parts has.
    private static double WithNeighbours(ReadOnlySpan<double> values, int i)
    {
        var before = i > 0 ? values[i - 1] : 0;
        var after = i + 1 < values.Length ? values[i + 1] : 0;
        return (values[i] + (NeighbourShare * (before + after))) / Math.Sqrt(1 + (2 * NeighbourShare * NeighbourShare));
    }

    private static void AddWithHooks(List<ControlPoint> sketch, ReadOnlySpan<ControlPoint> stroke, Dice dice)
    {
        if (dice.Happens(HookPart))
        {
            sketch.Add(Hook(stroke[0], stroke[1], dice));
        }

        sketch.AddRange(stroke);
        if (dice.Happens(HookPart))
        {
            sketch[^1] = sketch[^1] with { IsLast = false };
            sketch.Add(Hook(stroke[^1], stroke[^2], dice) with { IsLast = true });
        }
    }

    // Goes on from where the stroke came from, but turned.
    private static ControlPoint Hook(ControlPoint end, ControlPoint before, Dice dice)
    {
        var length = Math.Abs(dice.Normal(HookLength));
        var turn = dice.Normal(HookTurn);
        var (x, y) = (end.X - before.X, end.Y - before.Y);
        var scale = length / Math.Max(Math.Sqrt((x * x) + (y * y)), 0.01);
        var (cos, sin) = (scale * ExactMath.Cos(turn), scale * ExactMath.Sin(turn));
        return new ControlPoint(end.X + (x * cos) - (y * sin), end.Y + (x * sin) + (y * cos));
    }
}
