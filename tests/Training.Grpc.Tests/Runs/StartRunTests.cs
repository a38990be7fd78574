using Digits.Training.V1;
using Grpc.Core;

namespace Digits.Training.Tests.Runs;

public sealed class StartRunTests : TrainingFixture
{
    internal override IReadOnlyList<(string Key, string Value)> Settings =>
    [
        ("DIGITS_EPOCHS", "7"),
        ("DIGITS_BATCH_SIZE", "48"),
        ("DIGITS_LR", "0.004"),
        ("DIGITS_ARCHITECTURE", """[{"type":"flatten"},{"type":"dense","units":5},{"type":"relu"},{"type":"dense"}]"""),
        ("Training:QueueCapacity", "2"),
    ];

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        Processing.HoldStreams();
    }

    [Fact]
    public async Task StartRun_OnlyDataset_QueuesARunWithTheSettingsOfTheConfiguration()
    {
        var run = (await Host.Runs.StartRunAsync(new StartRunRequest { Dataset = "bands" })).Run;

        Assert.Equal(RunState.Queued, run.State);
        Assert.Matches("^[0-9a-z]{16}$", run.Run);
        Assert.Equal(("bands", "v1", "", "digits"), (run.Dataset, run.DatasetVersion, run.Preset, run.Model));
        Assert.Equal((7, 48, 0.004, 1u), (run.Settings.Epochs, run.Settings.BatchSize, run.Settings.Lr, run.Settings.Seed));
        Assert.Equal(["flatten", "dense", "relu", "dense"], run.Settings.Architecture.Select(layer => layer.Type));
        Assert.Equal(5, run.Settings.Architecture[1].Units);
    }

    [Fact]
    public async Task StartRun_Preset_BeatsTheConfiguration()
    {
        Processing.Add(new SampleSet("bands", side: 28));
        var preset = (await Host.Runs.ListPresetsAsync(new ListPresetsRequest())).Presets.Single(preset => preset.Name == "fast");

        var run = (await Host.Runs.StartRunAsync(new StartRunRequest { Dataset = "bands", Preset = "fast" })).Run;

        Assert.Equal("fast", run.Preset);
        Assert.Equal(preset.Settings, run.Settings);
    }

    [Fact]
    public async Task StartRun_OwnSettings_BeatThePreset()
    {
        var run = (await Host.Runs.StartRunAsync(new StartRunRequest
        {
            Dataset = "bands",
            DatasetVersion = "v1",
            Preset = "fast",
            Model = "my.model-2",
            Seed = 0,
            Epochs = 2,
            BatchSize = 8,
            Lr = 0.5,
            Architecture = { new Layer { Type = "flatten" }, new Layer { Type = "dense" } },
        })).Run;

        Assert.Equal(("fast", "my.model-2"), (run.Preset, run.Model));
        Assert.Equal((2, 8, 0.5, 0u), (run.Settings.Epochs, run.Settings.BatchSize, run.Settings.Lr, run.Settings.Seed));
        Assert.Equal(["flatten", "dense"], run.Settings.Architecture.Select(layer => layer.Type));
    }

    [Fact]
    public async Task StartRun_EverySettingOfALayer_IsKept()
    {
        const string Json =
            """
            {"dataset":"bands","architecture":[
            {"type":"conv2d","filters":4,"kernelSize":3,"stride":2,"padding":"1"},{"type":"leaky_relu","slope":0.25},
            {"type":"residual","layers":[{"type":"batch_norm","momentum":0.5,"epsilon":0.001},
            {"type":"residual","layers":[{"type":"depthwise_conv2d","kernelSize":3,"padding":"same"}]},{"type":"gelu"}]},
            {"type":"max_pool2d","poolSize":2,"stride":1},{"type":"dropout","rate":0.5},
            {"type":"flatten"},{"type":"dense","units":3},{"type":"dense"}]}
            """;
        var request = StartRunRequest.Parser.ParseJson(Json);

        var run = (await Host.Runs.StartRunAsync(request)).Run;

        Assert.Equal(request.Architecture, run.Settings.Architecture);
    }

    [Fact]
    public async Task StartRun_PartsOfARecipe_BeatThePresetAndKeepItsRest()
    {
        Processing.Add(new SampleSet("bands", side: 28));
        var best = (await Host.Runs.ListPresetsAsync(new ListPresetsRequest())).Presets.Single(preset => preset.Name == "best").Settings;

        var settings = (await Host.Runs.StartRunAsync(StartRunRequest.Parser.ParseJson(
            """
            {"dataset":"bands","preset":"best","optimizer":{"weightDecay":0.5},"schedule":{"type":"step","stepFactor":0.25},
             "labelSmoothing":0.1,"augmentation":{"rotation":0,"erase":0.5},"weightAveraging":0.9,"validationShare":0.25,
             "patience":3,"keepBest":true,"members":2}
            """))).Run.Settings;

        var expected = best.Clone();
        expected.Optimizer.WeightDecay = 0.5;
        expected.Schedule = new Schedule { Type = "step", WarmUp = 0, StepEpochs = 1, StepFactor = 0.25, Final = 0 };
        (expected.LabelSmoothing, expected.WeightAveraging, expected.ValidationShare) = (0.1, 0.9, 0.25);
        (expected.Augmentation.Rotation, expected.Augmentation.Erase) = (0, 0.5);
        (expected.Patience, expected.KeepBest, expected.Members) = (3, true, 2);
        Assert.Equal(expected, settings);
    }

    [Fact]
    public async Task StartRun_AnotherOptimizer_BeginsFromItsUsualValues()
    {
        var run = (await Host.Runs.StartRunAsync(StartRunRequest.Parser.ParseJson(
            """{"dataset":"bands","optimizer":{"type":"adadelta","rho":0.8}}"""))).Run;

        var optimizer = run.Settings.Optimizer;
        Assert.Equal(("adadelta", 0.8, 1e-6, 0), (optimizer.Type, optimizer.Rho, optimizer.Epsilon, optimizer.WeightDecay));
    }

    [Fact]
    public async Task StartRun_AugmentationOff_SwitchesThePresetsOff()
    {
        Processing.Add(new SampleSet("bands", side: 28));
        var run = (await Host.Runs.StartRunAsync(new StartRunRequest
        {
            Dataset = "bands",
            Preset = "best",
            Augmentation = new Augmentation { Off = true },
        })).Run;

        Assert.Null(run.Settings.Augmentation);
    }

    [Theory]
    [InlineData("""{"dataset":"bands","architecture":[{"type":"residual","layers":[{"type":"relu"},{"type":"gelu","slope":1}]},{"type":"flatten"},{"type":"dense"}]}""", "architecture", "layer 0.1 (gelu): takes no \"slope\".")]
    [InlineData("""{"dataset":"bands","architecture":[{"type":"batch_norm","epsilon":"NaN"},{"type":"flatten"},{"type":"dense"}]}""", "architecture", "layer 0 (batch_norm): \"epsilon\" is NaN")]
    [InlineData("""{"dataset":""}""", "dataset", "name a data set")]
    [InlineData("""{"dataset":"bands","preset":"faster"}""", "preset", "fast, default")]
    [InlineData("""{"dataset":"bands","model":"Digits"}""", "model", "1 to 64")]
    [InlineData("""{"dataset":"bands","model":".."}""", "model", "1 to 64")]
    [InlineData("""{"dataset":"bands","model":"a/b"}""", "model", "1 to 64")]
    [InlineData("""{"dataset":"bands","model":"a\n"}""", "model", "1 to 64")]
    [InlineData("""{"dataset":"bands","epochs":0}""", "epochs", "0 is not between 1 and 1000")]
    [InlineData("""{"dataset":"bands","epochs":1001}""", "epochs", "1001 is not between 1 and 1000")]
    [InlineData("""{"dataset":"bands","batchSize":-1}""", "batch_size", "-1 is not between 1 and 4096")]
    [InlineData("""{"dataset":"bands","batchSize":4097}""", "batch_size", "4097 is not between 1 and 4096")]
    [InlineData("""{"dataset":"bands","lr":0}""", "lr", "0 is not greater than 0")]
    [InlineData("""{"dataset":"bands","lr":1.5}""", "lr", "1.5 is not greater than 0 and at most 1")]
    [InlineData("""{"dataset":"bands","lr":"NaN"}""", "lr", "NaN is not")]
    [InlineData("""{"dataset":"bands","optimizer":{"type":"rmsprop"}}""", "optimizer.type", "known are sgd, adam")]
    [InlineData("""{"dataset":"bands","optimizer":{"momentum":1}}""", "optimizer.momentum", "1 is not at least 0 and less than 1")]
    [InlineData("""{"dataset":"bands","schedule":{"type":"step","stepEpochs":0}}""", "schedule.step_epochs", "0 is not between 1 and 1000")]
    [InlineData("""{"dataset":"bands","labelSmoothing":1}""", "label_smoothing", "1 is not at least 0")]
    [InlineData("""{"dataset":"bands","augmentation":{"rotation":181}}""", "augmentation.rotation", "181 is not between 0 and 180")]
    [InlineData("""{"dataset":"bands","weightAveraging":1}""", "weight_averaging", "1 is not at least 0")]
    [InlineData("""{"dataset":"bands","validationShare":0.51}""", "validation_share", "0.51 is not between 0 and 0.5")]
    [InlineData("""{"dataset":"bands","patience":2}""", "patience", "set validation_share")]
    [InlineData("""{"dataset":"bands","keepBest":true}""", "keep_best", "set validation_share")]
    [InlineData("""{"dataset":"bands","members":17}""", "members", "17 is not between 1 and 16")]
    [InlineData("""{"dataset":"bands","architecture":[{"type":"flatten"},{"type":"convolve"},{"type":"dense"}]}""", "architecture", "1")]
    [InlineData("""{"dataset":"bands","architecture":[{"type":"flatten"},{"type":"dense","units":9}]}""", "architecture", "1")]
    [InlineData("""{"dataset":"bands","architecture":[{"type":"conv2d","filters":2,"kernelSize":13}]}""", "architecture", "0")]
    public async Task StartRun_OneFault_IsRefusedNamingTheField(string json, string field, string description)
    {
        var fault = await Fault.OfAsync(Host.Runs.StartRunAsync(StartRunRequest.Parser.ParseJson(json)));

        Assert.Equal((StatusCode.InvalidArgument, "INVALID_RUN"), (fault.Code, fault.Reason));
        Assert.Equal([field], fault.Fields.Keys);
        Assert.Contains(description, fault.Fields[field], StringComparison.Ordinal);
        Assert.Contains(description, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StartRun_ManyFaults_NamesAllAtOnce()
    {
        var fault = await Fault.OfAsync(Host.Runs.StartRunAsync(new StartRunRequest
        {
            Preset = "none",
            Model = "-",
            Epochs = 0,
            BatchSize = 0,
            Lr = -1,
            Architecture = { new Layer { Type = "dense", Units = -1 } },
        }));

        Assert.Equal(["architecture", "batch_size", "dataset", "epochs", "lr", "model", "preset"], fault.Fields.Keys.Order());
    }

    [Theory]
    [InlineData("rings", "")]
    [InlineData("bands", "v2")]
    public async Task StartRun_UnknownDataset_IsNotFoundAtOnce(string dataset, string version)
    {
        var fault = await Fault.OfAsync(Host.Runs.StartRunAsync(new StartRunRequest { Dataset = dataset, DatasetVersion = version }));

        Assert.Equal((StatusCode.NotFound, "DATASET_NOT_FOUND"), (fault.Code, fault.Reason));
        Assert.Contains($"\"{dataset}\"", fault.Message, StringComparison.Ordinal);
        Assert.Empty((await Host.Runs.ListRunsAsync(new ListRunsRequest())).Runs);
    }

    [Fact]
    public async Task StartRun_DatasetWithoutTrainPart_IsRefused()
    {
        Processing.Add(new SampleSet("empty", trainCount: 0));

        var fault = await Fault.OfAsync(Host.Runs.StartRunAsync(Requests.Quick("empty")));

        Assert.Equal((StatusCode.FailedPrecondition, "DATASET_UNUSABLE"), (fault.Code, fault.Reason));
    }

    [Fact]
    public async Task StartRun_ProcessingAway_IsUnavailableAndSaysWhy()
    {
        await Processing.DisposeAsync();

        var fault = await Fault.OfAsync(Host.Runs.StartRunAsync(Requests.Quick("bands")));

        Assert.Equal((StatusCode.Unavailable, "PROCESSING_UNAVAILABLE"), (fault.Code, fault.Reason));
        Assert.Contains("Processing service does not answer", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StartRun_QueueFull_IsRefusedUntilARunLeavesTheQueue()
    {
        var running = (await Host.Runs.StartRunAsync(Requests.Quick("bands"))).Run.Run;
        await Host.Runs.WatchUntilAsync(running, runEvent => runEvent.Run?.State == RunState.Running);
        var waiting = (await Host.Runs.StartRunAsync(Requests.Quick("bands"))).Run.Run;
        await Host.Runs.StartRunAsync(Requests.Quick("bands"));

        var fault = await Fault.OfAsync(Host.Runs.StartRunAsync(Requests.Quick("bands")));
        Assert.Equal((StatusCode.ResourceExhausted, "RUN_QUEUE_FULL"), (fault.Code, fault.Reason));

        await Host.Runs.CancelRunAsync(new CancelRunRequest { Run = waiting });
        Assert.Equal(RunState.Queued, (await Host.Runs.StartRunAsync(Requests.Quick("bands"))).Run.State);
    }

    [Fact]
    public async Task ListPresets_Always_NamesThemQuickestFirst()
    {
        var presets = (await Host.Runs.ListPresetsAsync(new ListPresetsRequest())).Presets;

        Assert.Equal(Learning.Training.Presets.All.Select(preset => preset.Name), presets.Select(preset => preset.Name));
        Assert.All(presets, preset => Assert.True(preset.Description.Length > 0 && preset.Settings.Architecture.Count > 1));
    }
}
