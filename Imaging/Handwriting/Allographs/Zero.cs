using System.Globalization;

namespace Digits.Imaging.Handwriting.Allographs;

internal static class Zero
{
    private const int Points = 10;

    public static IReadOnlyList<Allograph> All { get; } =
    [
        new("ellipse", 5, [.. Ellipses()]),
        new("tail inside", 2,
            ".45,0 .12,.2 .05,.6 .25,.97 .6,.95 .78,.6 .7,.2 .5,.02 .35,.12 .38,.3",
            ".5,.03 .15,.12 .02,.55 .2,.95 .62,.97 .85,.6 .75,.18 .55,.04 .42,.1 .5,.25",
            ".6,.02 .25,.08 .05,.45 .12,.88 .5,1 .82,.7 .85,.3 .65,.1 .4,.12 .3,.25",
            ".35,.02 .08,.25 .08,.7 .32,1 .62,.85 .72,.45 .6,.1 .4,0 .3,.1 .38,.2",
            ".6,.05 .2,.1 .05,.5 .2,.95 .6,1 .85,.6 .75,.2 .4,.05 .3,.25 .45,.42",
            ".55,.0 .15,.15 .04,.55 .22,.98 .62,.95 .8,.55 .72,.18 .42,.06 .2,.18 .3,.4"),
        new("open top", 1,
            ".38,.05 .12,.25 .05,.6 .22,.95 .55,1 .78,.75 .82,.4 .68,.08",
            ".3,.02 .08,.3 .08,.65 .28,.97 .58,.97 .76,.7 .78,.35 .6,.0",
            ".45,.1 .15,.2 .02,.55 .15,.9 .5,1 .85,.8 .9,.4 .65,.02",
            ".25,.0 .1,.3 .1,.68 .3,1 .55,.95 .7,.65 .68,.3 .5,.06"),
        new("tail over the top", 1,
            ".4,.1 .12,.25 .05,.6 .25,.97 .6,.95 .78,.6 .68,.2 .4,.05 .25,-.02",
            ".42,.08 .1,.2 .02,.6 .25,1 .65,.95 .85,.55 .75,.18 .55,.08 .85,.05",
            ".5,.12 .2,.15 .05,.55 .2,.92 .55,1 .82,.7 .78,.3 .55,.1 .3,.08",
            ".85,.02 .4,.06 .08,.4 .12,.85 .48,1 .82,.74 .78,.32 .5,.1 .22,.22",
            ".7,-.03 .35,.08 .06,.42 .1,.82 .42,1 .74,.76 .72,.35 .5,.12 .3,.1"),
        new("clockwise", 0.7,
            ".3,.08 .6,.0 .85,.25 .85,.7 .6,1 .25,.95 .05,.6 .12,.2 .35,.03",
            ".2,.2 .45,0 .72,.15 .8,.55 .62,.95 .32,1 .1,.75 .1,.4 .3,.08",
            ".4,.02 .7,.1 .82,.5 .65,.92 .35,1 .1,.75 .08,.35 .25,.08 .5,.05"),
    ];

    // Once round, or a little less or more, from somewhere near the top, counterclockwise.
    private static IEnumerable<string> Ellipses()
    {
        foreach (var width in new[] { 0.42, 0.58, 0.72, 0.95 })
        {
            foreach (var (start, sweep, drift) in new[] { (-0.03, 1.0, 0.0), (0.06, 1.06, 0.12), (-0.1, 0.96, -0.1), (0.02, 1.1, -0.08), (0.1, 1.2, -0.25), (-0.05, 1.18, 0.22), (0.15, 1.15, -0.15) })
            {
                yield return string.Join(' ', Enumerable.Range(0, Points).Select(i => Point(i / (Points - 1.0), width, start, sweep, drift)));
            }
        }
    }

    private static string Point(double part, double width, double start, double sweep, double drift)
    {
        var turns = start + (part * sweep);
        var radius = 0.5 * (1 + (drift * (part - 0.5)));
        var x = (width / 2) - (radius * width * ExactMath.Sin(turns));
        var y = 0.5 - (radius * ExactMath.Cos(turns));
        return string.Create(CultureInfo.InvariantCulture, $"{x:F3},{y:F3}");
    }
}
