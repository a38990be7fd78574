using Digits.Learning.Data;
using Digits.Learning.Networks;
using Digits.Learning.Training.Engines;

namespace Digits.Learning.Training.Runs;

/// <summary>Trains the networks of a run one after another and judges what they came to together.</summary>
/// <param name="data">The images, what is to be held out held out.</param>
/// <param name="settings">The settings, without faults.</param>
/// <param name="createEngine">Makes the engine for a network with its first weights and a seed.</param>
/// <param name="time">Measures durations.</param>
/// <param name="observer">Told of every batch and epoch.</param>
internal sealed class TrainingRun(
    TrainingData data,
    TrainingSettings settings,
    Func<Network, uint, IEngine> createEngine,
    TimeProvider time,
    ITrainingObserver observer)
{
    private readonly RunLog _log = new(time, observer, settings.Members);

    public TrainingResult Train(CancellationToken cancellationToken)
    {
        var outcomes = new List<MemberOutcome>();
        for (var number = 1; number <= settings.Members; number++)
        {
            var seed = settings.MemberSeed(number);
            var network = Network.Create(new Architecture(settings.Layers), data.Train.Shape, data.ClassCount, seed);
            using var engine = createEngine(network, seed);
            outcomes.Add(new MemberRun(engine, number, data, settings, _log).Train(cancellationToken));
        }

        var model = new Committee([.. outcomes.Select(outcome => outcome.Network)]);
        if (outcomes is [var only])
        {
            return new TrainingResult(model, _log.Epochs, only.Test, only.Validation);
        }

        return new TrainingResult(
            model, _log.Epochs, Judge(model, data.Test, cancellationToken), Judge(model, data.Validation, cancellationToken));
    }

    private Evaluation? Judge(Committee model, LabeledImages? images, CancellationToken cancellationToken) =>
        images is { Count: > 0 } ? Evaluator.Evaluate(model, images, settings.Threads, cancellationToken) : null;
}
