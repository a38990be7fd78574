
namespace Digits.Imaging.Handwriting;

/// <summary>The control points of one image: a mixture of two variants of a way of writing, with a small error at each point.</summary>
internal static class Sketch
{
    // The share of images that use one variant unchanged.
    private const double PurePart = 0.4;

    // The error of a point as a share of the character's height, and how much this differs between images.
    private const double Miss = 0.05;
    private const double MissSpread = 0.6;

    // Neighbouring points have similar errors: this share of each neighbour's error is added.
    private const double NeighbourShare = 0.5;

    // The displacement of a character's second and further strokes.
    private const double StrokeShift = 0.03;

    private const double HookPart = 0.25;
    private const double HookLength = 0.1;
    private const double HookTurn = 0.14;

    /// <param name="character">What is written.</param>
    /// <param name="dice">The random numbers of the image.</param>
    public static List<ControlPoint> Of(WrittenCharacter character, Dice dice)
    {
        var points = Mix(character.Choose(dice).Variants, dice);
        var miss = Miss * Math.Min(2, dice.Factor(MissSpread)) * character.Miss;
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

    // The weighted sum has the same standard deviation as each of its parts.
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

    // A hook continues the stroke beyond its end, in a slightly turned direction.
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
