/**
 * CloudNativePG and its Barman Cloud plugin, simulated: the objects of a database, what moves their
 * status, and the real archive behind them.
 */
package io.drillmaster.lab.cnpg;
