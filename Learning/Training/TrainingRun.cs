using Digits.Learning.Networks;

namespace Digits.Learning.Training;

/// <summary>Trains the networks of a run one after another and judges what they came to together.</summary>
internal sealed class TrainingRun(
    TrainingData data, TrainingSettings settings, WorkerTeam team, TimeProvider time, ITrainingObserver observer)
{
    private readonly RunLog _log = new(time, observer, settings.Members);

    public TrainingResult Train(CancellationToken cancellationToken)
    {
        var outcomes = new List<MemberOutcome>();
        for (var number = 1; number <= settings.Members; number++)
        {
            var seed = settings.MemberSeed(number);
            var network = Network.Create(new Architecture(settings.Layers), data.Train.Shape, data.ClassCount, seed);
            outcomes.Add(new MemberRun(network, number, data, settings, team, _log).Train(cancellationToken));
        }

        var model = new Committee([.. outcomes.Select(outcome => outcome.Network)]);
        if (outcomes is [var only])
        {
            return new TrainingResult(model, _log.Epochs, only.Test, only.Validation);
        }

        var validation = data.HasValidation ? Evaluator.Evaluate(model, data.Validation!, team, cancellationToken) : null;
        var test = data.Test.Count > 0 ? Evaluator.Evaluate(model, data.Test, team, cancellationToken) : null;
        return new TrainingResult(model, _log.Epochs, test, validation);
    }
}
