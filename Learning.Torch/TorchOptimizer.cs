using Digits.Learning.Optimizers;
using TorchSharp;
using TorchSharp.Modules;

namespace Digits.Learning.Torch;

/// <summary>The optimiser that the settings name, with PyTorch's arithmetic.</summary>
internal sealed class TorchOptimizer : IDisposable
{
    // One part with weight decay, for weights, and one without, for biases. The decay is always given, since the default of AdamW is 0 in
    // TorchSharp and 0.01 in PyTorch.
    private readonly torch.optim.Optimizer[] _parts;

    /// <param name="settings">The optimiser.</param>
    /// <param name="parameters">The arrays of a network; those that are not trained are left out.</param>
    public TorchOptimizer(OptimizerSettings settings, IEnumerable<TorchParameter> parameters)
    {
        var trained = parameters.Where(parameter => parameter.Trained).ToLookup(
            parameter => parameter.Decays, parameter => (Parameter)parameter.Tensor);
        _parts = [Create(settings, trained[true], settings.WeightDecay), Create(settings, trained[false], 0)];
    }

    /// <summary>Sets the gradients to zero.</summary>
    public void Clear()
    {
        foreach (var part in _parts)
        {
            part.zero_grad();
        }
    }

    /// <summary>Updates the parameters from their gradients.</summary>
    /// <param name="rate">The learning rate of this step.</param>
    public void Step(double rate)
    {
        foreach (var part in _parts)
        {
            foreach (var group in part.ParamGroups)
            {
                group.LearningRate = rate;
            }

            part.step();
        }
    }

    public void Dispose()
    {
        foreach (var part in _parts)
        {
            part.Dispose();
        }
    }

    private static torch.optim.Optimizer Create(OptimizerSettings settings, IEnumerable<Parameter> parameters, double decay) =>
        settings.Type switch
        {
            OptimizerTypes.Sgd => torch.optim.SGD(parameters, 1, momentum: settings.Momentum, weight_decay: decay),
            OptimizerTypes.Adam => torch.optim.Adam(
                parameters, 1, settings.Beta1, settings.Beta2, settings.Epsilon, weight_decay: decay),
            OptimizerTypes.AdamW => torch.optim.AdamW(
                parameters, 1, settings.Beta1, settings.Beta2, settings.Epsilon, weight_decay: decay),
            OptimizerTypes.Adadelta => torch.optim.Adadelta(parameters, 1, settings.Rho, settings.Epsilon, weight_decay: decay),
            _ => throw new ArgumentException($"Learning.Torch has no optimiser {settings.Type}.", nameof(settings)),
        };
}
