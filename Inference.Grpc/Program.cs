using Digits.Inference;
using Digits.Inference.Batching;
using Digits.Inference.Statistics;
using Digits.Inference.V1;
using Digits.OpenInference.V2;
using Digits.ServiceDefaults;
using Digits.ServiceDefaults.Telemetry;

var builder = WebApplication.CreateBuilder(args);
builder.UseDefaultPort(5083);
builder.AddServiceDefaults();
builder.AddGrpcDefaults(InferenceService.Descriptor, GRPCInferenceService.Descriptor);
builder.AddInference();
builder.AddPrometheusMetrics(ServingStatistics.MeterName, PredictionTelemetry.MeterName);

var app = builder.Build();
app.MapDefaultEndpoints();
app.MapGrpcDefaults();
app.MapInference();
app.MapPrometheusMetrics();
app.Run();
