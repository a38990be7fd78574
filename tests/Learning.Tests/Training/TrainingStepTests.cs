using Digits.Learning.Networks;
using Digits.Learning.Training;

namespace Digits.Learning.Tests.Training;

public sealed class TrainingStepTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Run_OnceWarm_AllocatesNothing(int threads)
    {
        var images = Samples.Quarters(32, 1);
        var network = Network.Create(Samples.Architecture(Samples.SmallNetwork), images.Shape, 4, 1);
        var adam = OptimizerSink.Create(new OptimizerSettings(), network.Weights);
        using var team = new WorkerTeam(threads);
        var step = new TrainingStep(network, team, 32, adam);
        var order = Samples.InOrder(32);
        Steps(3);

        // Of the calling thread, which takes part in every phase: other tests run on other threads.
        var before = GC.GetAllocatedBytesForCurrentThread();
        Steps(20);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Steps(int count)
        {
            for (var i = 0; i < count; i++)
            {
                adam.NextStep(0.001);
                step.Batch.Take(images, order, 0, 32);
                step.Run((uint)i);
            }
        }
    }
}
