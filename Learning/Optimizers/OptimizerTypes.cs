namespace Digits.Learning.Optimizers;

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
