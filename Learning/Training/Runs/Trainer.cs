using Digits.Learning.Data;
using Digits.Learning.Networks;
using Digits.Learning.Training.Engines;

namespace Digits.Learning.Training.Runs;

/// <summary>
/// What all trainers have in common: the data and settings are checked, the validation share is held out, the networks of the
/// committee are trained one after another, each by an engine of its own, and then evaluated together.
/// </summary>
/// <param name="time">Measures durations; null means the system's clock.</param>
public abstract class Trainer(TimeProvider? time) : ITrainer
{
    private readonly TimeProvider _time = time ?? TimeProvider.System;

    /// <inheritdoc/>
    public TrainingResult Train(
        TrainingData data, TrainingSettings settings, ITrainingObserver observer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(observer);
        CheckSettings(settings, data.HasValidation);
        CheckData(data);
        cancellationToken.ThrowIfCancellationRequested();

        data = data.HoldOut(settings);
        var log = new RunLog(_time, observer, settings.Members);
        var outcomes = new List<MemberOutcome>();
        for (var number = 1; number <= settings.Members; number++)
        {
            var seed = settings.MemberSeed(number);
            var network = Network.Create(new Architecture(settings.Layers), data.Train.Shape, data.ClassCount, seed);
            using var engine = CreateEngine(network, data, settings, seed);
            outcomes.Add(new MemberRun(engine, number, data, settings, log).Train(cancellationToken));
        }

        var model = new Committee([.. outcomes.Select(outcome => outcome.Network)]);
        return outcomes is [var only]
            ? new TrainingResult(model, log.Epochs, only.Test, only.Validation)
            : new TrainingResult(model, log.Epochs, Evaluate(data.Test), Evaluate(data.Validation));

        Evaluation? Evaluate(LabeledImages? images) =>
            images is { Count: > 0 } ? Evaluator.Evaluate(model, images, settings.Threads, cancellationToken) : null;
    }

    /// <summary>Makes the engine that trains one network of the committee.</summary>
    /// <param name="network">The network with its first weights.</param>
    /// <param name="data">The images, with the validation share held out.</param>
    /// <param name="settings">The settings, which were checked.</param>
    /// <param name="seed">The seed of this network.</param>
    /// <exception cref="TrainingRefusedException">The engine cannot train with these settings; the message says why.</exception>
    private protected abstract IEngine CreateEngine(Network network, TrainingData data, TrainingSettings settings, uint seed);

    private static void CheckData(TrainingData data)
    {
        if (data.Train.Count == 0)
        {
            throw new ArgumentException("There are no images to train on.", nameof(data));
        }

        foreach (var part in (LabeledImages?[])[data.Train, data.Test, data.Validation])
        {
            part?.CheckFit(data.Train.Shape, data.ClassCount, nameof(data));
        }
    }

    private static void CheckSettings(TrainingSettings settings, bool hasValidation)
    {
        var faults = settings.Check(hasValidation);
        if (faults.Count > 0)
        {
            throw new TrainingRefusedException(string.Join(" ", faults));
        }
    }
}
