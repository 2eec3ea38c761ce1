//! The application as a face uses it.

use palabre_testkit::people as table;

mod bad_input;
mod counting;
mod deciding;
mod desk;
mod devices;
mod forks;
mod governing;
mod house;
mod intentions;
mod keeper;
mod mending;
mod network;
mod newer;
mod nudges;
mod people;
mod preview;
mod projects;
mod quotas;
mod refounding;
mod resting;
mod rounds;
mod sticks;
mod story;
mod suspending;
mod upgrades;
mod vouching;
mod window;
mod wire;
