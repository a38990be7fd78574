namespace Digits.Learning.Optimizers;

/// <summary>How a step turns the gradient into new weights. A value that the optimiser has no use for is ignored.</summary>
public sealed record OptimizerSettings
{
    /// <summary>One of <see cref="OptimizerTypes"/>.</summary>
    public string Type { get; init; } = OptimizerTypes.Adam;

    /// <summary>sgd: how much of the last change goes on into the next, 0 up to, not including, 1.</summary>
    public double Momentum { get; init; } = 0.9;

    /// <summary>adam, adamw: how slowly the mean of the gradient follows, 0 up to, not including, 1.</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>adam, adamw: how slowly the mean of the squared gradient follows, 0 up to, not including, 1.</summary>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>adadelta: how slowly its two means follow, 0 up to, not including, 1.</summary>
    public double Rho { get; init; } = 0.9;

    /// <summary>adam, adamw, adadelta: keeps a division away from zero; above 0 and at most 1.</summary>
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>
    /// How much of every weight fades away in a step, 0 to 1: for adamw straight from the weight, times the learning rate; else as
    /// a part of the gradient. Never of a bias, nor of a batch norm's scale and shift.
    /// </summary>
    public double WeightDecay { get; init; }

    /// <summary>The usual values for an optimiser; those of adam when its name is not known.</summary>
    /// <param name="type">One of <see cref="OptimizerTypes"/>.</param>
    public static OptimizerSettings Of(string type) => new()
    {
        Type = type,
        Epsilon = type == OptimizerTypes.Adadelta ? 1e-6 : 1e-8,
        WeightDecay = type == OptimizerTypes.AdamW ? 0.01 : 0,
    };
}

/// <summary>The optimisers that <see cref="OptimizerSettings.Type"/> names.</summary>
public static class OptimizerTypes
{
    /// <summary>Stochastic gradient descent with momentum.</summary>
    public const string Sgd = "sgd";

    /// <summary>Adam: a rate per weight, from the means of its gradient and of its square.</summary>
    public const string Adam = "adam";

    /// <summary>Adam with a weight decay that does not pass through those means.</summary>
    public const string AdamW = "adamw";

    /// <summary>Adadelta: a rate per weight, from the means of its squared gradients and of its squared changes.</summary>
    public const string Adadelta = "adadelta";

    /// <summary>All names.</summary>
    public static IReadOnlyList<string> All { get; } = [Sgd, Adam, AdamW, Adadelta];
}
