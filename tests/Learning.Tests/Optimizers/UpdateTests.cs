using Digits.Learning.Data;
using Digits.Learning.Kernels;
using Digits.Learning.Optimizers;

namespace Digits.Learning.Tests.Optimizers;

public sealed class UpdateTests
{
    private const double Rate = 0.05;
    private const int Steps = 20;

    public static TheoryData<int> Lengths => [0, 1, 7, 8, 9, 15, 16, 17, 31, 33, 1000];

    private static OptimizerSettings Sgd { get; } = new() { Type = OptimizerTypes.Sgd, WeightDecay = 0.01 };

    private static OptimizerSettings Adam { get; } = new() { Type = OptimizerTypes.Adam, Beta1 = 0.8, Beta2 = 0.95, WeightDecay = 0.02 };

    private static OptimizerSettings AdamW { get; } = Adam with { Type = OptimizerTypes.AdamW };

    private static OptimizerSettings Adadelta { get; } = OptimizerSettings.Of(OptimizerTypes.Adadelta) with { WeightDecay = 0.01 };

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Apply_Sgd_FollowsTheFormula(int length) => Compare<SgdRule>(length, Sgd with { Momentum = 0 }, (w, g, state) =>
    {
        state.First = g + (0.01 * w);
        return w - (Rate * state.First);
    });

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Apply_Momentum_FollowsTheFormula(int length) => Compare<SgdRule>(length, Sgd, (w, g, state) =>
    {
        g += 0.01 * w;
        state.First = state.Step == 1 ? g : (0.9 * state.First) + g;
        return w - (Rate * state.First);
    });

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Apply_Adam_FollowsTheFormula(int length) => Compare<AdamRule>(length, Adam, (w, g, state) =>
        AdamStep(w, g + (0.02 * w), state));

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Apply_AdamW_DecaysTheWeightsThemselves(int length) => Compare<AdamRule>(length, AdamW, (w, g, state) =>
        AdamStep(w - (Rate * 0.02 * w), g, state));

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Apply_Adadelta_FollowsTheFormula(int length) => Compare<AdadeltaRule>(length, Adadelta, (w, g, state) =>
    {
        g += 0.01 * w;
        state.First = (0.9 * state.First) + (0.1 * g * g);
        var change = Math.Sqrt(state.Second + 1e-6) / Math.Sqrt(state.First + 1e-6) * g;
        state.Second = (0.9 * state.Second) + (0.1 * change * change);
        return w - (Rate * change);
    });

    [Fact]
    public void Apply_AdamsFirstStep_MovesByTheRateAgainstTheGradient()
    {
        float[] w = [1, 1, 1];
        Update.Apply(AdamRule.At(new OptimizerSettings(), 0.01, 1, 0), w, [5f, -1e-3f, 0], new float[3], new float[3]);

        // Bias correction makes m / √v the sign of the gradient in the first step, whatever its size.
        Assert.Equal(0.99f, w[0], 1e-6f);
        Assert.Equal(1.01f, w[1], 1e-6f);
        Assert.Equal(1, w[2]);
    }

    [Fact]
    public void Apply_NoGradientForLong_LeavesNoDenormals()
    {
        LeavesNoDenormals<SgdRule>(Sgd);
        LeavesNoDenormals<AdamRule>(new OptimizerSettings());
        LeavesNoDenormals<AdadeltaRule>(Adadelta);
    }

    [Fact]
    public void Apply_GradientIsNoNumber_ShowsInTheWeights()
    {
        NoNumberShows<SgdRule>(Sgd);
        NoNumberShows<AdamRule>(Adam);
        NoNumberShows<AdadeltaRule>(Adadelta);
    }

    private static double AdamStep(double w, double g, State state)
    {
        state.First = (0.8 * state.First) + (0.2 * g);
        state.Second = (0.95 * state.Second) + (0.05 * g * g);
        var meanHat = state.First / (1 - Math.Pow(0.8, state.Step));
        var varianceHat = state.Second / (1 - Math.Pow(0.95, state.Step));
        return w - (Rate * meanHat / (Math.Sqrt(varianceHat) + 1e-8));
    }

    // Every width of register, and the scalar twin, against the formula in double precision.
    private static void Compare<TRule>(int length, OptimizerSettings settings, Func<double, double, State, double> formula)
        where TRule : struct, IUpdateRule<TRule>
    {
        Compare<TRule, Lanes1>(length, settings, formula);
        Compare<TRule, Lanes128>(length, settings, formula);
        Compare<TRule, Lanes256>(length, settings, formula);
        Compare<TRule, Lanes512>(length, settings, formula);
    }

    private static void Compare<TRule, TLanes>(int length, OptimizerSettings settings, Func<double, double, State, double> formula)
        where TRule : struct, IUpdateRule<TRule>
        where TLanes : struct, ILanes<TLanes>
    {
        var random = new SeededRandom(1, 0);
        float[] w = [.. Enumerable.Range(0, length).Select(_ => (float)random.NextNormal())];
        var expected = w.Select(value => (double)value).ToArray();
        var states = w.Select(_ => new State()).ToArray();
        var (first, second) = (new float[length], new float[length]);
        for (var step = 1; step <= Steps; step++)
        {
            float[] g = [.. Enumerable.Range(0, length).Select(_ => (float)random.NextNormal())];
            var rule = TRule.At(settings, Rate, step, settings.WeightDecay);
            Update.Apply<TRule, TLanes>(rule, w, g, first, second);
            for (var i = 0; i < length; i++)
            {
                states[i].Step = step;
                expected[i] = formula(expected[i], g[i], states[i]);
            }
        }

        for (var i = 0; i < length; i++)
        {
            Assert.Equal(expected[i], w[i], 1e-5);
            Assert.Equal(TRule.StateCount > 0 ? states[i].First : 0, first[i], 1e-5);
            Assert.Equal(TRule.StateCount > 1 ? states[i].Second : 0, second[i], 1e-5);
        }
    }

    private static void LeavesNoDenormals<TRule>(OptimizerSettings settings)
        where TRule : struct, IUpdateRule<TRule>
    {
        var (w, first, second) = (new float[16], new float[16], new float[16]);
        Update.Apply(TRule.At(settings, 0.01, 1, 0), w, [.. Enumerable.Repeat(1f, 16)], first, second);
        Assert.NotEqual(0, first[0]);
        for (var step = 2; step < 100_000; step++)
        {
            Update.Apply(TRule.At(settings, 0.01, step, 0), w, new float[16], first, second);
        }

        Assert.Equal(0, first[0]);
        Assert.Equal(0, second[0]);
    }

    private static void NoNumberShows<TRule>(OptimizerSettings settings)
        where TRule : struct, IUpdateRule<TRule>
    {
        var w = new float[17];
        var g = new float[17];
        (g[3], g[16]) = (float.NaN, float.NaN);
        Update.Apply(TRule.At(settings, 0.01, 1, 0), w, g, new float[17], new float[17]);

        Assert.True(float.IsNaN(w[3]) && float.IsNaN(w[16]));
        Assert.Equal(15, w.Count(float.IsFinite));
    }

    private sealed class State
    {
        public int Step { get; set; }

        public double First { get; set; }

        public double Second { get; set; }
    }
}
