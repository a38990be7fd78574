using Digits.AppHost;

try
{
    var builder = DistributedApplication.CreateBuilder(args);

    var processing = builder.AddService<Projects.Processing_Grpc>("processing", port: 5081)
        .WithHttp2HealthCheck("/health");
    var training = builder.AddService<Projects.Training_Grpc>("training", port: 5082)
        .WithHttp2HealthCheck("/health")
        .Calls(processing);
    var inference = builder.AddService<Projects.Inference_Grpc>("inference", port: 5083)
        .WithHttp2HealthCheck("/health")
        .Calls(training);
    var gateway = builder.AddService<Projects.Gateway>("gateway", port: 5080)
        .WithExternalHttpEndpoints()
        .WithHttpHealthCheck("/health")
        .Calls(processing)
        .Calls(training)
        .Calls(inference);

    builder.ReportStart(page: gateway);
    builder.Build().Run();
    return Environment.ExitCode;
}
catch (DistributedApplicationException fault)
{
    Console.Error.WriteLine(fault.Message);
    return 1;
}
